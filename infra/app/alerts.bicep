@description('Required. Log Analytics workspace that the app\'s telemetry is in.')
param workspaceName string

@description('Required. Tags of every resource.')
param tags object

@description('Required. E-mail address that alerts go to, or empty.')
param alertEmail string

@description('Optional. Region of the rules.')
param location string = resourceGroup().location

// Azure counts the messages of a whole account, once an hour, not those of one queue. So poisoned mail is seen where it passes: when the host
// moves a message and when the function that keeps it runs.
var rules = [
  {
    name: 'poisoned-message'
    text: 'A message could not be handled and went to its poison queue. Read it there, mend what is wrong, put it back.'
    severity: 1
    query: 'union AppRequests, AppTraces | where OperationName startswith "KeepPoison" or (Message has "MaxDequeueCount" and Message has "poison")'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'http5xx'
    text: 'Requests end in server errors.'
    severity: 2
    query: 'AppRequests | where toint(ResultCode) between (500 .. 599)'
    operator: 'GreaterThan'
    threshold: 5
  }
  {
    name: 'sweep-silent'
    text: 'The sweep did not finish once. It is the guarantee that no case is forgotten; without it deadlines can pass unseen.'
    severity: 0
    query: 'AppRequests | where OperationName == "DueSweep" and Success == true'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'sweep-late'
    text: 'The sweep found a look that was more than five minutes overdue: lifecycles do not keep up.'
    severity: 1
    query: 'AppTraces | where Message startswith "The sweep woke" | parse Message with * "the oldest look was " lag:double " s overdue" | where lag > 300'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'signals-lost'
    text: 'Many lifecycles could not be reached and are left to the sweep: Durable Functions or its storage is in trouble.'
    severity: 2
    query: 'AppTraces | where Message has "is left to the sweep"'
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    name: 'audit-difference'
    text: 'The nightly audit found a case whose stored events, decisions or head are not what was written down. Copy its partition before anybody mends it.'
    severity: 1
    query: 'AppTraces | where Message has "is not what was written down"'
    operator: 'GreaterThan'
    threshold: 0
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'caseward-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'caseward'
    emailReceivers: [{ name: 'people', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'caseward-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Caseward: ${rule.name}'
    description: rule.text
    enabled: true
    severity: rule.severity
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    // A workspace has no tables before the first telemetry, and the rules come first.
    skipQueryValidation: true
    criteria: {
      allOf: [{ query: rule.query, timeAggregation: 'Count', operator: rule.operator, threshold: rule.threshold }]
    }
    actions: { actionGroups: empty(alertEmail) ? [] : [people.id] }
  }
}]
