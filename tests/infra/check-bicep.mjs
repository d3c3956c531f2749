// Reads every Bicep file of a folder and says what breaks a rule. It knows the syntax and our own rules; it is no compiler, and it does
// not know whether Azure would take the result. Usage: node check-bicep.mjs [folder]
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from './bicep/document.mjs';
import { hardened, noFixedLocation, passwordsOff, releasedVersions } from './rules/hardening.mjs';
import { everyModuleUsed, modulesExist, outputsExist } from './rules/modules.mjs';
import { namesKnown, nothingUnused } from './rules/names.mjs';
import { parametersDescribed, secretsAreSecure } from './rules/parameters.mjs';
import { rolesInOnePlace, rolesKnown } from './rules/roles.mjs';
import { noKeys, noSecretsInOutputs } from './rules/secrets.mjs';
import { settingsOnce } from './rules/settings.mjs';
import { syntax } from './rules/syntax.mjs';

export const infra = resolve(import.meta.dirname, '../../infra');

export const rules = [
  syntax, parametersDescribed, secretsAreSecure, namesKnown, nothingUnused, modulesExist, outputsExist, everyModuleUsed, noKeys,
  noSecretsInOutputs, hardened, passwordsOff, noFixedLocation, releasedVersions, rolesKnown, rolesInOnePlace, settingsOnce,
];

/** Every Bicep file of a folder, read. */
export function readFolder(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.bicep')).sort().map((name) => readDocument(join(folder, name)));
}

/** What breaks a rule in a folder. A file that does not parse is only judged for that: what else is said of it would be guessing. */
export function findings(folder, chosen = rules) {
  const documents = readFolder(folder);
  return documents.flatMap((document) =>
    chosen.filter((rule) => rule === syntax || !document.root.hasError).flatMap((rule) =>
      [...rule.check(document, documents)].map((finding) => ({ file: relative(folder, document.path), rule: rule.name, ...finding }))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? infra);
  const found = findings(folder);
  for (const { file, line, rule, message } of found) {
    console.error(`${file}:${line} ${rule}: ${message}`);
  }

  console.log(`${readFolder(folder).length} files, ${rules.length} rules, ${found.length} findings`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
