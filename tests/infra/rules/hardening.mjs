import { textOf, valueAt } from '../bicep/values.mjs';

// What must be said of a resource of that type, whatever the service's own default is today.
const MUST = {
  'Microsoft.Storage/storageAccounts': {
    'properties.allowBlobPublicAccess': 'false',
    'properties.allowSharedKeyAccess': 'false',
    'properties.minimumTlsVersion': "'TLS1_2'",
    'properties.supportsHttpsTrafficOnly': 'true',
  },
  'Microsoft.Storage/storageAccounts/blobServices/containers': { 'properties.publicAccess': "'None'" },
  'Microsoft.Web/sites': {
    'identity.type': "'UserAssigned'",
    'properties.httpsOnly': 'true',
    'properties.siteConfig.ftpsState': "'Disabled'",
    'properties.siteConfig.minTlsVersion': "'1.2'",
    'properties.functionAppConfig.deployment.storage.authentication.type': "'UserAssignedIdentity'",
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': 'false' },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': 'true' },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': 'true' },
  'Microsoft.KeyVault/vaults': { 'properties.enableRbacAuthorization': 'true' },
  'Microsoft.Communication/communicationServices': { 'properties.disableLocalAuth': 'true' },
  'Microsoft.Communication/emailServices/domains': { 'properties.userEngagementTracking': "'Disabled'" },
};

export const hardened = {
  name: 'hardened',
  says: 'every resource says what keeps it closed',
  *check(document) {
    for (const { name, line, type, isExisting, properties } of document.resources) {
      for (const [path, value] of Object.entries(isExisting ? {} : MUST[type] ?? {})) {
        const found = valueAt(properties, path);
        if (found !== value) {
          yield { line, message: `${name} must say ${path}: ${value}${found === undefined ? '' : `, not ${found}`}` };
        }
      }
    }
  },
};

export const passwordsOff = {
  name: 'passwords-off',
  says: 'a site has user names and passwords off for ftp and for scm',
  *check(document) {
    const policies = document.resources.filter((resource) => resource.type === 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    for (const site of document.resources.filter((resource) => resource.type === 'Microsoft.Web/sites' && !resource.isExisting)) {
      for (const way of ['ftp', 'scm']) {
        if (!policies.some((policy) => policy.properties.get('parent')?.text === site.name && textOf(policy.properties.get('name')) === way)) {
          yield { line: site.line, message: `${site.name} does not switch passwords off for ${way}` };
        }
      }
    }
  },
};

export const noFixedLocation = {
  name: 'no-fixed-location',
  says: 'no region is written down; only services without a region are global',
  *check(document) {
    for (const { name, line, properties } of document.resources) {
      const location = textOf(properties.get('location'));
      if (location !== undefined && location !== 'global') {
        yield { line, message: `${name} is fixed to ${location}` };
      }
    }

    for (const { name, line, value } of document.parameters) {
      if (/location$/i.test(name) && !/data/i.test(name) && textOf(value) !== undefined) {
        yield { line, message: `${name} has the fixed default ${value.text}` };
      }
    }
  },
};

export const releasedVersions = {
  name: 'released-versions',
  says: 'every resource is asked for in a released version of its interface',
  *check(document) {
    for (const { name, line, version } of document.resources) {
      if (!/^\d{4}-\d\d-\d\d$/.test(version ?? '')) {
        yield { line, message: `${name} uses version ${version}` };
      }
    }
  },
};
