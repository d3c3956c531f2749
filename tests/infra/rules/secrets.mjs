import { calledFunctions } from '../bicep/document.mjs';
import { lineOf, nodesOf } from '../bicep/parse.mjs';

export const noKeys = {
  name: 'no-keys',
  says: 'nothing asks a resource for its keys: access goes by identity',
  *check(document) {
    for (const node of calledFunctions(document)) {
      if (/^(list|getSecret)/.test(node.text)) {
        yield { line: lineOf(node), message: `${node.text}() reads keys or secrets` };
      }
    }

    for (const node of nodesOf(document.root)) {
      if (node.type === 'property_identifier' && /^(list[A-Z]|getSecret$)/.test(node.text)) {
        yield { line: lineOf(node), message: `${node.text}() reads keys or secrets` };
      } else if (node.type === 'string' && /(AccountKey|SharedAccessKey|SharedAccessSignature|accesskey)=/i.test(node.text)) {
        yield { line: lineOf(node), message: 'a connection string with a key in it' };
      }
    }
  },
};

export const noSecretsInOutputs = {
  name: 'no-secrets-in-outputs',
  says: 'no output carries a secret: outputs stay readable in the deployment history',
  *check(document) {
    const secure = new Set(document.parameters.filter((parameter) => parameter.isSecure).map((parameter) => parameter.name));
    for (const { name, line, value } of document.outputs) {
      if (/(key|secret|password|connectionstring|token)$/i.test(name)) {
        yield { line, message: `${name} is called like a secret` };
      }

      for (const node of nodesOf(value)) {
        if (node.type === 'identifier' && secure.has(node.text)) {
          yield { line, message: `${name} carries ${node.text}, which is @secure()` };
        } else if (node.type === 'property_identifier' && /^(connectionString|instrumentationKey|primaryKey|secondaryKey|key[12]|value)$/i.test(node.text)) {
          yield { line, message: `${name} carries ${node.text}` };
        }
      }
    }
  },
};
