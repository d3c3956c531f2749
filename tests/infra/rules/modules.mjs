import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { lineOf, nodesOf } from '../bicep/parse.mjs';

export const modulesExist = {
  name: 'modules-exist',
  says: 'every module is a file of ours and gets exactly the parameters that it declares',
  *check(document, all) {
    for (const module of document.modules) {
      if (/^(br|ts)[:/]/.test(module.path ?? '')) {
        yield { line: module.line, message: `${module.name} comes from a registry: modules are our own files` };
        continue;
      }

      const target = targetOf(document, module, all);
      if (target === undefined) {
        yield { line: module.line, message: `${module.path} does not exist` };
        continue;
      }

      const required = target.parameters.filter((parameter) => parameter.value === undefined).map((parameter) => parameter.name);
      const known = target.parameters.map((parameter) => parameter.name);
      for (const name of required.filter((name) => !module.params.has(name))) {
        yield { line: module.line, message: `${module.name} does not get ${name}, which ${module.path} requires` };
      }

      for (const name of [...module.params.keys()].filter((name) => !known.includes(name))) {
        yield { line: module.line, message: `${module.name} gets ${name}, which ${module.path} does not declare` };
      }
    }
  },
};

export const outputsExist = {
  name: 'outputs-exist',
  says: 'every output of a module that is used is declared there',
  *check(document, all) {
    for (const node of nodesOf(document.root)) {
      const [, name, output] = node.type === 'member_expression' ? node.text.match(/^(\w+)[!.?]+outputs\.(\w+)$/) ?? [] : [];
      const module = document.modules.find((declaration) => declaration.name === name);
      const target = module && targetOf(document, module, all);
      if (target !== undefined && !target.outputs.some((declaration) => declaration.name === output)) {
        yield { line: lineOf(node), message: `${module.path} has no output ${output}` };
      }
    }
  },
};

export const everyModuleUsed = {
  name: 'every-module-used',
  says: 'every file below app/ is a module of some other file',
  *check(document, all) {
    const isModule = /[\\/]app[\\/]/.test(document.path);
    if (isModule && !all.some((other) => other.modules.some((module) => targetOf(other, module, all) === document))) {
      yield { line: 1, message: 'nobody deploys this file' };
    }
  },
};

function targetOf(document, module, all) {
  const path = resolve(dirname(document.path), module.path ?? '');
  return existsSync(path) ? all.find((other) => resolve(other.path) === path) : undefined;
}
