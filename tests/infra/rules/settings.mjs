import { nodesOf, lineOf } from '../bicep/parse.mjs';
import { keyOf } from '../bicep/values.mjs';

/** The application settings that a document names, with the nodes of their names. */
export function* settingsOf(document) {
  for (const variable of document.variables.filter((declaration) => /settings$/i.test(declaration.name))) {
    for (const property of variable.value.namedChildren.filter((child) => child.type === 'object_property')) {
      yield keyOf(property);
    }
  }
}

export const settingsOnce = {
  name: 'settings-once',
  says: 'every application setting is named once, and none of them is one that Flex Consumption refuses',
  *check(document, all) {
    const names = all.flatMap((other) => [...settingsOf(other)]).map((node) => node.text);
    for (const node of settingsOf(document)) {
      if (names.filter((name) => name === node.text).length > 1) {
        yield { line: lineOf(node), message: `${node.text} is set more than once` };
      }

      if (/^(FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_CONTENT\w+|WEBSITE_RUN_FROM_PACKAGE|AzureWebJobsStorage)$/.test(node.text)) {
        yield { line: lineOf(node), message: `${node.text} is not for this plan, or carries a key` };
      }
    }

    for (const node of nodesOf(document.root)) {
      if (node.type === 'object_property' && /^\w+__\w+$/.test(keyOf(node).text) && ![...settingsOf(document)].some((known) => known.id === keyOf(node).id)) {
        yield { line: lineOf(node), message: `${keyOf(node).text} is set outside a settings variable` };
      }
    }
  },
};
