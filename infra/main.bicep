targetScope = 'subscription'

@description('Required. Name of the azd environment: it names the resource group and, hashed, everything in it.')
@maxLength(64)
param environmentName string

@description('Required. Region of everything that has one. Flex Consumption must be offered there.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Optional. Where Durable Functions keeps its state. Chosen once: running cases do not move from one to the other.')
@allowed(['storage', 'scheduler'])
param durableBackend string = 'storage'

@description('Optional. Addresses or ranges, separated by commas, that may reach the scheduler. Empty lets nobody in; see docs/operations.md.')
param schedulerIpAllowlist string = ''

@description('Optional. Instances kept warm for orchestrations and activities. Zero saves the standing charge and costs a cold start after idle times.')
param durableAlwaysReady int = 1

@description('Optional. Redundancy of the storage account that holds the cases.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_LRS'

@description('Optional. Geography in which the e-mail service keeps its data.')
param emailDataLocation string = 'Europe'

@description('Optional. Own domain to send from. Empty sends from the domain that Azure manages, which is good for trials: its limits are low.')
param emailDomain string = ''

@description('Optional. Whether the DNS records of the own domain are in place and verified. Until then mail leaves from the Azure-managed domain.')
param emailDomainVerified bool = false

@description('Optional. Domain at which answers to mail arrive, when it is not the one that mail leaves from.')
param emailInboundDomain string = ''

@description('Optional. Address at which people reach the app, when it is not the one that Azure gives it.')
param publicUrl string = ''

@description('Optional. Client id of the Entra app registration with which people sign in. Empty leaves platform sign-in off, and with it every role but integration.')
param signInClientId string = ''

@description('Optional. Integrations that may call the app: by name, the SHA-256 of the token that each comes with, in hexadecimal.')
param integrationTokens object = {}

@description('Optional. Name of the policy document in force; it ships with the app.')
param policyDocument string = 'default'

@description('Optional. E-mail address that alerts go to. Empty only shows them in the portal.')
param alertEmail string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity './app/identity.bicep' = { scope: group, params: { name: 'id-${token}', tags: tags } }

module monitoring './app/monitoring.bicep' = { scope: group, params: { token: token, tags: tags, alertEmail: alertEmail } }

module storage './app/storage.bicep' = { scope: group, params: { name: 'st${token}', tags: tags, redundancy: storageRedundancy } }

module vault './app/vault.bicep' = { scope: group, params: { name: 'kv-${token}', tags: tags } }

module email './app/email.bicep' = {
  scope: group
  params: { token: token, tags: tags, dataLocation: emailDataLocation, ownDomain: emailDomain, ownDomainVerified: emailDomainVerified }
}

module scheduler './app/scheduler.bicep' = if (durableBackend == 'scheduler') {
  scope: group
  params: { name: 'dts-${token}', tags: tags, ipAllowlist: empty(schedulerIpAllowlist) ? [] : split(schedulerIpAllowlist, ',') }
}

module rbac './app/rbac.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    communicationName: email.outputs.communicationName
    insightsName: monitoring.outputs.insightsName
    schedulerName: scheduler.?outputs.name ?? ''
  }
}

module functions './app/functions.bicep' = {
  scope: group
  params: {
    token: token
    tags: tags
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    packageUrl: storage.outputs.packageUrl
    insightsName: monitoring.outputs.insightsName
    linkSigningReference: vault.outputs.linkSigningReference
    emailEndpoint: email.outputs.endpoint
    emailSender: email.outputs.sender
    emailInboundDomain: emailInboundDomain
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    durableAlwaysReady: durableAlwaysReady
    publicUrl: publicUrl
    signInClientId: signInClientId
    integrationTokens: integrationTokens
    policyDocument: policyDocument
  }
  dependsOn: [rbac] // the first start already reads storage and the vault
}

output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_APP_NAME string = functions.outputs.name
output SERVICE_APP_URL string = functions.outputs.url
output AZURE_STORAGE_ACCOUNT string = storage.outputs.name
output EMAIL_SENDER string = email.outputs.sender
