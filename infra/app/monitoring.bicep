@description('Required. Distinguishes the names from everybody else\'s.')
param token string

@description('Required. Tags of every resource.')
param tags object

@description('Required. E-mail address that alerts go to, or empty.')
param alertEmail string

@description('Optional. Region of the workspace.')
param location string = resourceGroup().location

@description('Optional. Days that logs are kept.')
param retentionDays int = 30

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

module alerts './alerts.bicep' = {
  params: { workspaceName: workspace.name, tags: tags, alertEmail: alertEmail }
}

output insightsName string = insights.name
