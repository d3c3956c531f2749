// Whether the rules can fail. Every folder below fixtures/ is named after a rule and breaks it; the comment before a faulty line says what
// is to be found there: "expect <rule>: <part of the message>". Exactly that must be found: nothing less, and nothing more.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findings, readFolder, rules } from './check-bicep.mjs';

const fixtures = join(import.meta.dirname, 'fixtures');

function expectationsOf(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.bicep')).flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    return lines.flatMap((text, index) => {
      const [, at, rule, message] = text.match(/^\s*\/\/ expect(?:-at (\d+))? ([\w-]+):\s*(.*)$/) ?? [];
      const next = lines.findIndex((line, other) => other > index && !line.trim().startsWith('//'));
      return rule === undefined ? [] : [{ file, rule, message, line: at === undefined ? next + 1 : Number(at) }];
    });
  });
}

describe('the checker', () => {
  for (const { name } of rules) {
    test(`finds what breaks ${name}`, () => {
      const folder = join(fixtures, name);
      const expected = expectationsOf(folder);
      const found = findings(folder);
      const text = (list) => list.map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`).join('\n');

      assert.ok(expected.some((expectation) => expectation.rule === name), 'the fixture expects nothing of its own rule');
      assert.equal(found.length, expected.length, `found:\n${text(found)}\nexpected:\n${text(expected)}`);
      for (const { file, line, rule, message } of expected) {
        assert.ok(
          found.some((finding) => finding.file === file && finding.line === line && finding.rule === rule && finding.message.includes(message)),
          `nobody found ${file}:${line} ${rule}: ${message}, but\n${text(found)}`);
      }
    });
  }

  test('finds nothing where nothing is wrong', () => {
    const folder = join(fixtures, 'nothing-wrong');
    assert.equal(readFolder(folder).length, 3);
    assert.deepEqual(findings(folder), []);
  });
});
