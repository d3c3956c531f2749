import { readFileSync } from 'node:fs';
import { lineOf, nodesOf, parse } from './parse.mjs';
import { keyOf, propertiesOf, textOf } from './values.mjs';

/** What a Bicep file declares, as far as the rules need it. */
export function readDocument(path) {
  const root = parse(readFileSync(path, 'utf8'));
  const document = { path, root, parameters: [], variables: [], resources: [], modules: [], outputs: [], functions: [] };
  let decorators = [];
  for (const node of root.namedChildren) {
    if (node.type === 'decorators') {
      decorators = node.namedChildren.map(readDecorator);
      continue;
    }

    readDeclaration(document, node, decorators);
    if (!node.type.endsWith('comment')) {
      decorators = [];
    }
  }

  return document;
}

function readDecorator(node) {
  const call = node.namedChildren.find((child) => child.type === 'call_expression');
  return {
    name: call?.childForFieldName('function')?.text,
    argument: call?.childForFieldName('arguments')?.namedChildren[0],
  };
}

function readDeclaration(document, node, decorators) {
  const name = node.namedChildren.find((child) => child.type === 'identifier')?.text;
  const line = lineOf(node);
  const isSecure = decorators.some((decorator) => decorator.name === 'secure');
  switch (node.type) {
    case 'parameter_declaration':
      document.parameters.push({
        name, line, isSecure,
        description: textOf(decorators.find((decorator) => decorator.name === 'description')?.argument),
        value: node.namedChildren.filter((child) => child.type !== 'identifier' && child.type !== 'type').at(-1),
      });
      break;
    case 'variable_declaration':
      document.variables.push({ name, line, value: node.namedChildren.at(-1), comment: commentAfter(node) });
      break;
    case 'output_declaration':
      document.outputs.push({ name, line, isSecure, value: node.namedChildren.at(-1) });
      break;
    case 'user_defined_function':
      document.functions.push({ name: node.childForFieldName('name')?.text ?? name, line });
      break;
    case 'resource_declaration':
      document.resources.push(readResource(node, name, line));
      break;
    case 'module_declaration':
      document.modules.push(readModule(node, name, line));
      break;
  }
}

function readResource(node, name, line) {
  const [type, version] = (textOf(node.namedChildren.find((child) => child.type === 'string')) ?? '').split('@');
  const properties = propertiesOf(bodyOf(node));
  return { name, line, type, version, isExisting: node.children.some((child) => child.type === 'existing'), properties };
}

function readModule(node, name, line) {
  const properties = propertiesOf(bodyOf(node));
  return { name, line, path: textOf(node.namedChildren.find((child) => child.type === 'string')), params: propertiesOf(properties.get('params')) };
}

// The object behind the equals sign, also when it stands in a condition or a loop.
function bodyOf(node) {
  const last = node.namedChildren.filter((child) => ['object', 'if_statement', 'for_statement'].includes(child.type)).at(-1);
  return last === undefined || last.type === 'object' ? last : bodyOf(last);
}

function commentAfter(node) {
  const next = node.nextSibling;
  return next?.type === 'comment' && next.startPosition.row === node.endPosition.row ? next.text.replace(/^\/\/\s*/, '') : undefined;
}

/** The names that expressions of a document use, with their nodes; not the keys of objects and not the names of functions. */
export function* usedNames(document) {
  for (const node of nodesOf(document.root)) {
    if (node.type === 'identifier' && !isDeclaration(node) && !isCalled(node) && keyOf(node.parent)?.id !== node.id) {
      yield node;
    }
  }
}

/** The functions that a document calls, with their nodes. */
export function* calledFunctions(document) {
  for (const node of nodesOf(document.root)) {
    if (node.type === 'call_expression' && node.childForFieldName('function')?.type === 'identifier') {
      yield node.childForFieldName('function');
    }
  }
}

function isDeclaration(node) {
  const parent = node.parent;
  return /(_declaration|_function)$/.test(parent.type) && parent.namedChildren.find((child) => child.type === 'identifier')?.id === node.id
    || ['parameter', 'type', 'import_statement'].includes(parent.type);
}

function isCalled(node) {
  return node.parent.type === 'call_expression' && node.parent.childForFieldName('function')?.id === node.id;
}
