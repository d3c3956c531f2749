import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

/** The syntax tree of a Bicep text. Always a tree: what does not parse is in it as error nodes. */
export function parse(text) {
  return parser.parse(text).rootNode;
}

/** All nodes below and including one, in the order of the text. */
export function* nodesOf(node) {
  yield node;
  for (const child of node.children) {
    yield* nodesOf(child);
  }
}

/** The first line of a node, counted from one. */
export function lineOf(node) {
  return node.startPosition.row + 1;
}
