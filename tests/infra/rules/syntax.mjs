import { lineOf, nodesOf } from '../bicep/parse.mjs';

export const syntax = {
  name: 'syntax',
  says: 'every file parses',
  *check(document) {
    for (const node of nodesOf(document.root)) {
      if (node.isMissing) {
        yield { line: lineOf(node), message: `something is missing here: ${node.type}` };
      } else if (node.isError) {
        yield { line: lineOf(node), message: `cannot be read: ${node.text.split('\n')[0].trim().slice(0, 60)}` };
      }
    }
  },
};
