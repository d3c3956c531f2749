@description('Required. Name of the identity.')
param name string

@description('Required. Tags of every resource.')
param tags object

@description('Optional. Region of the identity.')
param location string = resourceGroup().location

// User-assigned, so that its roles are there before the app starts for the first time and outlive the app.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output name string = identity.name
output principalId string = identity.properties.principalId
