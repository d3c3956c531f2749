@description('Required. Distinguishes the names from everybody else\'s.')
param token string

@description('Required. Tags of every resource.')
param tags object

@description('Required. User-assigned identity that the app acts as.')
param identityName string

@description('Required. Storage account of the host, the cases, the queues and, unless there is a scheduler, Durable Functions.')
param storageName string

@description('Required. Address of the blob container that deployments are put into.')
param packageUrl string

@description('Required. Application Insights resource that telemetry goes to.')
param insightsName string

@description('Required. Key Vault reference to the secret that links are signed with.')
param linkSigningReference string

@description('Required. Address of the Communication Services resource.')
param emailEndpoint string

@description('Required. Address that mail is sent from.')
param emailSender string

@description('Required. Domain at which answers to mail arrive, or empty for the one that mail leaves from.')
param emailInboundDomain string

@description('Required. Address of the Durable Task scheduler, or empty when Durable Functions keeps its state in storage.')
param schedulerEndpoint string

@description('Required. Instances kept warm for orchestrations and activities.')
param durableAlwaysReady int

@description('Required. Address at which people reach the app, or empty for the one that Azure gives it.')
param publicUrl string

@description('Required. Client id of the Entra app registration with which people sign in, or empty for none.')
param signInClientId string

@description('Required. By name of an integration, the SHA-256 of its token in hexadecimal.')
param integrationTokens object

@description('Required. Name of the policy document in force.')
param policyDocument string

@description('Optional. Region of the app.')
param location string = resourceGroup().location

@description('Optional. Memory of an instance in megabytes. It is what is paid for, whether used or not.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Optional. Most instances that may run at the same time; bounds the bill and the load on storage.')
param maximumInstanceCount int = 40

var url = empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
var usesScheduler = !empty(schedulerEndpoint)

// Every setting of the app, once. Names and meanings: docs/operations.md.
var settings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  TaskHubName: 'caseward'
  Email__ClientId: identity.properties.clientId
  Email__Endpoint: emailEndpoint
  Email__InboundDomain: emailInboundDomain
  Email__Sender: emailSender
  Links__PublicUrl: url
  Identity__PlatformAuthentication: empty(signInClientId) ? 'false' : 'true'
  Policy__Document: policyDocument
  Signing__Key: linkSigningReference
}

// One setting for each integration, named after it.
var integrationSettings = toObject(items(integrationTokens), token => 'Identity__IntegrationTokens__${token.key}', token => token.value)

// host.json describes the storage back end; settings with this prefix override it.
var schedulerSettings = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId}'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      remoteDebuggingEnabled: false
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: durableAlwaysReady > 0 ? [{ name: 'durable', instanceCount: durableAlwaysReady }] : []
      }
    }
  }
}

// Apart from the site, because they know its host name. The worker's runtime and version are said above; Flex Consumption refuses the old settings for them.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, integrationSettings, usesScheduler ? schedulerSettings : {})
}

// Deployments come with Entra tokens, so user names and passwords are off on both ways in. One after the other: a site takes one change at a time.
resource ftpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
  dependsOn: [appSettings]
}

resource scmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
  dependsOn: [ftpPasswords]
}

// The platform checks who signs in and tells the app in a header that callers cannot set. It lets everybody through, because integrations
// come with a token of their own and surveys with a signed link: the app decides, and says 401 to whoever is nobody.
resource signIn 'Microsoft.Web/sites/config@2025-03-01' = if (!empty(signInClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: { clientId: signInClientId, openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0' }
        validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
      }
    }
    login: { tokenStore: { enabled: true } }
  }
  dependsOn: [scmPasswords]
}

output name string = app.name
output url string = url
