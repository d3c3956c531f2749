import { calledFunctions, usedNames } from '../bicep/document.mjs';
import { lineOf, nodesOf } from '../bicep/parse.mjs';

// The functions of the language that this folder uses. A name outside it is a typing error until somebody adds it here.
const FUNCTIONS = new Set([
  'allowed', 'concat', 'contains', 'deployer', 'description', 'empty', 'environment', 'first', 'guid', 'items', 'join', 'maxLength', 'maxValue', 'metadata',
  'minLength', 'minValue', 'newGuid', 'onlyIfNotExists', 'range', 'replace', 'resourceGroup', 'resourceId', 'secure', 'split', 'string', 'subscription',
  'subscriptionResourceId', 'take', 'tenant', 'toLower', 'toObject', 'toUpper', 'union', 'uniqueString',
]);

export const namesKnown = {
  name: 'names-known',
  says: 'every name that is used is declared',
  *check(document) {
    const declared = new Set([...declarationsOf(document), ...localsOf(document), 'az', 'sys']);
    for (const node of usedNames(document)) {
      if (!declared.has(node.text)) {
        yield { line: lineOf(node), message: `${node.text} is not declared` };
      }
    }

    const functions = new Set([...FUNCTIONS, ...document.functions.map((declaration) => declaration.name)]);
    for (const node of calledFunctions(document)) {
      if (!functions.has(node.text)) {
        yield { line: lineOf(node), message: `there is no function ${node.text} in use here` };
      }
    }
  },
};

export const nothingUnused = {
  name: 'nothing-unused',
  says: 'every parameter, variable and existing resource is used',
  *check(document) {
    const used = new Set([...usedNames(document)].map((node) => node.text));
    const mustBeUsed = [...document.parameters, ...document.variables, ...document.resources.filter((resource) => resource.isExisting)];
    for (const { name, line } of mustBeUsed) {
      if (!used.has(name)) {
        yield { line, message: `${name} is never used` };
      }
    }
  },
};

function declarationsOf(document) {
  return [document.parameters, document.variables, document.resources, document.modules, document.functions].flat().map((declaration) => declaration.name);
}

// Names that exist inside one expression only: of a loop, of a lambda, of a function's parameters.
function* localsOf(document) {
  for (const node of nodesOf(document.root)) {
    if (node.type === 'for_statement') {
      yield* node.namedChildren.filter((child) => child.type === 'identifier').slice(0, 1).map((child) => child.text);
    } else if (['loop_variable', 'loop_enumerator'].includes(node.type)) {
      yield node.text;
    } else if (node.type === 'parameter' || node.type === 'lambda_expression') {
      yield node.namedChildren[0]?.text;
    }
  }
}
