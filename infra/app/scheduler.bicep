@description('Required. Name of the scheduler.')
param name string

@description('Required. Tags of every resource.')
param tags object

@description('Required. Addresses and ranges that may reach the scheduler. An empty list lets nobody in.')
param ipAllowlist array

@description('Optional. Region of the scheduler.')
param location string = resourceGroup().location

@description('Optional. Name of the task hub; the setting TaskHubName says the same.')
param taskHubName string = 'caseward'

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: ipAllowlist
    sku: { name: 'Consumption' }
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: taskHubName
}

output name string = scheduler.name
output endpoint string = scheduler.properties.endpoint
