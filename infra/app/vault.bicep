@description('Required. Name of the vault, globally unique.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Tags of every resource.')
param tags object

@description('Optional. Region of the vault.')
param location string = resourceGroup().location

@description('Optional. What the links in mails are signed with when the vault has no such secret yet. The default is drawn anew and nobody sees it.')
@secure()
param linkSigningValue string = '${newGuid()}${newGuid()}'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
  }
}

// Drawn once: a new value would end every link that customers hold, so a deployment must never replace it. It stands beside the vault, not
// inside it, because only there the decorator works. To rotate it, add a version to the secret; the app takes it up within a day or at its next restart.
@onlyIfNotExists()
resource linkSigningSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'link-signing'
  properties: {
    contentType: 'text/plain'
    value: linkSigningValue
  }
}

output name string = vault.name
// Where the platform finds the value, not the value.
output linkSigningReference string = '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${linkSigningSecret.name})'
