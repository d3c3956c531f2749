import { basename } from 'node:path';
import { lineOf, nodesOf } from '../bicep/parse.mjs';
import { textOf, valueAt } from '../bicep/values.mjs';

// The roles that are given away, by the name that people know. A role that is not here has not been thought about.
const ROLES = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  '09976791-48a7-449e-bb21-39d1a415f350': 'Communication and Email Service Owner',
  '0ad04412-c4d5-4796-b79c-f76d14c8d402': 'Durable Task Data Contributor',
};

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const rolesKnown = {
  name: 'roles-known',
  says: 'every role id is a known one, in a variable, with the name of the role beside it',
  *check(document) {
    for (const node of nodesOf(document.root)) {
      const id = textOf(node);
      if (id === undefined || !ID.test(id)) {
        continue;
      }

      const variable = document.variables.find((declaration) => declaration.value.id === node.id);
      if (ROLES[id.toLowerCase()] === undefined) {
        yield { line: lineOf(node), message: `${id} is no known role` };
      } else if (variable?.comment !== ROLES[id.toLowerCase()]) {
        yield { line: lineOf(node), message: `${id} stands in a variable with the comment "// ${ROLES[id.toLowerCase()]}"` };
      }
    }
  },
};

export const rolesInOnePlace = {
  name: 'roles-in-one-place',
  says: 'roles are given in rbac.bicep only, on one resource, to a service, under a name that a second deployment finds again',
  *check(document) {
    for (const { name, line, type, properties } of document.resources) {
      if (type !== 'Microsoft.Authorization/roleAssignments') {
        continue;
      }

      if (basename(document.path) !== 'rbac.bicep') {
        yield { line, message: `${name} belongs into rbac.bicep` };
      }

      if (!/^guid\((\w+)\.id, principalId, \w+\)$/.test(valueAt(properties, 'name') ?? '')) {
        yield { line, message: `${name} is not named guid(scope.id, principalId, role)` };
      }

      if (!properties.has('scope') || !valueAt(properties, 'name')?.includes(`(${properties.get('scope').text}.id`)) {
        yield { line, message: `${name} is not given on the one resource that it is named after` };
      }

      if (valueAt(properties, 'properties.principalType') !== "'ServicePrincipal'") {
        yield { line, message: `${name} does not say that it is for a service` };
      }
    }
  },
};
