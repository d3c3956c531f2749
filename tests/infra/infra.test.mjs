// The rules on what we deploy, and that Bicep, azd, the application and the handbook speak of the same things.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { findings, infra, readFolder, rules } from './check-bicep.mjs';
import { propertiesOf, textOf } from './bicep/values.mjs';
import { settingsOf } from './rules/settings.mjs';

const root = resolve(infra, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const documents = readFolder(infra);
const main = documents.find((document) => document.path.endsWith('main.bicep'));
const parameterFile = JSON.parse(read('infra/main.parameters.json')).parameters;
const handbook = read('docs/operations.md');

describe('infra', () => {
  for (const rule of rules) {
    test(rule.says, () => assert.deepEqual(findings(infra, [rule]), []));
  }

  test('the main file fits on two screens', () => assert.ok(read('infra/main.bicep').split('\n').length <= 121));

  test('a parameter is prompted for only when nobody could guess it', () => {
    assert.deepEqual(main.parameters.filter((parameter) => parameter.value === undefined).map((parameter) => parameter.name), ['environmentName', 'location']);
  });
});

describe('azd', () => {
  test('fills every parameter of the main file from its environment, and no other', () => {
    assert.deepEqual(Object.keys(parameterFile).sort(), main.parameters.map((parameter) => parameter.name).sort());
    for (const { value } of Object.values(parameterFile)) {
      assert.match(value, /^\$\{[A-Z_]+\}$/, 'defaults stand in the Bicep, once');
    }
  });

  test('finds the function app by the name of the service', () => {
    assert.match(read('azure.yaml'), /^services:\n {2}app:\n {4}project: \.\/functions\/App$/m);
    assert.match(read('infra/app/functions.bicep'), /'azd-service-name': 'app'/);
    assert.equal(readdirSync(join(root, 'functions/App')).filter((name) => /\..*proj$/.test(name)).length, 1);
  });

  test('builds with the Azure packages, because a hook says so before it packages', () => {
    assert.equal(read('azure.yaml').match(/prepackage:\n\s+posix:\n\s+shell: sh\n\s+run: azd env set FunctionsHost Azure\n\s+windows:\n\s+shell: pwsh\n\s+run: azd env set FunctionsHost Azure\n/g)?.length, 1);
    assert.match(read('Directory.Build.props'), /<FunctionsHost Condition="'\$\(FunctionsHost\)' == ''">Local<\/FunctionsHost>/);
  });

  test('leaves the project file alone, which has an id for user secrets already', () => {
    assert.match(read('functions/App/Caseward.App.csproj'), /<UserSecretsId>/);
  });
});

describe('the handbook', () => {
  test('explains every value of the azd environment', () => {
    const asked = ['AZURE_ENV_NAME', 'AZURE_LOCATION'];
    const names = Object.values(parameterFile).map(({ value }) => value.slice(2, -1)).filter((name) => !asked.includes(name));
    assert.deepEqual(names.filter((name) => !handbook.includes(`\`${name}\``)), []);
  });

  test('explains every application setting', () => {
    const names = documents.flatMap((document) => [...settingsOf(document)]).map((node) => node.text);
    assert.ok(names.length > 15);
    assert.deepEqual(names.filter((name) => !handbook.includes(`\`${name}\``)), []);
  });

  test('names every alert', () => {
    assert.deepEqual(alerts().map((alert) => alert.name).filter((name) => !handbook.includes(`\`${name}\``)), []);
  });

  test('says that nothing was deployed', () => assert.match(handbook, /never deployed from here/));
});

describe('the application', () => {
  const files = readdirSync(join(root, 'functions/App'), { recursive: true })
    .filter((name) => name.endsWith('.cs') && !/(^|[\\/])(bin|obj)[\\/]/.test(name))
    .map((name) => read(join('functions/App', name)));
  const source = files.join('\n');
  const settings = documents.flatMap((document) => [...settingsOf(document)]).map((node) => node.text);

  // Every class of options in the C#, as the names of the settings that fill it.
  const options = files.flatMap((text) => [...text.matchAll(/const string Section = "(\w+)";([^]*?)\n}/g)].flatMap(([, section, body]) =>
    [...body.matchAll(/public [^(=\n]+ (\w+) \{ get; (?:init|set); \}/g)].map(([, property]) => `${section}__${property}`)));

  test('reads every setting that is made for it', () => {
    const ours = settings.filter((name) => name.includes('__') && !/^Azure/.test(name));
    assert.ok(ours.length > 5 && options.length > 5);
    assert.deepEqual(ours.filter((name) => !options.includes(name)), []);
    assert.match(read('host.json'), /%TaskHubName%/);
  });

  test('reads every setting of the sample for local runs', () => {
    const sample = Object.keys(JSON.parse(read('local.settings.sample.json')).Values).filter((name) => name.includes('__'));
    assert.ok(sample.length > 5);
    assert.deepEqual(sample.filter((name) => !options.includes(name)), []);
  });

  test('gets every setting that it reads, but those that are for development or named by whoever deploys', () => {
    const elsewhere = ['Email__ConnectionString', 'Identity__DevelopmentSignIn', 'Identity__IntegrationTokens'];
    assert.deepEqual(options.filter((name) => !settings.includes(name)).sort(), elsewhere);
  });

  test('has the queues that are made for it', () => {
    const queues = documents.flatMap((document) => document.parameters).find((parameter) => parameter.name === 'queueNames');
    assert.deepEqual(queues.value.namedChildren.map(textOf), ['inbound-mail', 'inbound-mail-poison']);
  });

  test('has the functions and writes the lines that the alerts look for', () => {
    const texts = alerts().flatMap(({ query }) => [...query.matchAll(/(?:OperationName (?:==|startswith)|Message startswith|Message has|\* )\s*"([^"]+)"/g)].map((match) => match[1]));
    const ofTheHost = ['MaxDequeueCount', 'poison'];
    assert.deepEqual(texts.filter((text) => !ofTheHost.includes(text) && !source.includes(text)), []);
  });
});

function alerts() {
  const rules = documents.flatMap((document) => document.variables).find((variable) => variable.name === 'rules');
  return rules.value.namedChildren.filter((child) => child.type === 'object').map((node) => {
    const properties = propertiesOf(node);
    return { name: textOf(properties.get('name')), query: textOf(properties.get('query')) };
  });
}
