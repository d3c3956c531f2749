@description('Required. Name of the storage account, globally unique.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Tags of every resource.')
param tags object

@description('Required. How many copies Azure keeps, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param redundancy string

@description('Optional. Region of the account.')
param location string = resourceGroup().location

@description('Optional. Queues that somebody outside the app writes to or reads from, so they exist before its first start.')
param queueNames array = ['inbound-mail', 'inbound-mail-poison']

// Tables and the queues of Durable Functions are made by the app and its host when they are first used.
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'app-package'
  properties: { publicAccess: 'None' }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [for queueName in queueNames: {
  parent: queueService
  name: queueName
}]

output name string = account.name
output packageUrl string = '${account.properties.primaryEndpoints.blob}${packages.name}'
