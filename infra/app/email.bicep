@description('Required. Distinguishes the names from everybody else\'s.')
param token string

@description('Required. Tags of every resource.')
param tags object

@description('Required. Geography in which the service keeps its data, for example Europe.')
param dataLocation string

@description('Required. Own domain to send from, or empty.')
param ownDomain string

@description('Required. Whether the own domain is verified; before that it cannot be linked.')
param ownDomainVerified bool

@description('Optional. What stands before the at sign when mail leaves from the own domain.')
param senderName string = 'service'

@description('Optional. What mail programs show as the sender when mail leaves from the own domain.')
param senderDisplayName string = 'Service desk'

var sendsFromOwn = !empty(ownDomain) && ownDomainVerified

resource service 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: 'email-${token}'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }
}

// Always there: it costs nothing, and mail can leave while the records of an own domain are on their way through DNS.
resource managedDomain 'Microsoft.Communication/emailServices/domains@2025-09-01' = {
  parent: service
  name: 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
}

resource domain 'Microsoft.Communication/emailServices/domains@2025-09-01' = if (!empty(ownDomain)) {
  parent: service
  name: empty(ownDomain) ? 'none.invalid' : ownDomain
  location: 'global'
  tags: tags
  properties: { domainManagement: 'CustomerManaged', userEngagementTracking: 'Disabled' }
}

resource sender 'Microsoft.Communication/emailServices/domains/senderUsernames@2025-09-01' = if (sendsFromOwn) {
  parent: domain
  name: senderName
  properties: { username: senderName, displayName: senderDisplayName }
}

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: 'acs-${token}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
    linkedDomains: sendsFromOwn ? [managedDomain.id, domain.id] : [managedDomain.id]
  }
}

output communicationName string = communication.name
output endpoint string = 'https://${communication.properties.hostName}'
output sender string = sendsFromOwn ? '${senderName}@${ownDomain}' : 'DoNotReply@${managedDomain.properties.fromSenderDomain}'
