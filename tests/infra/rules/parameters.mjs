export const parametersDescribed = {
  name: 'parameters-described',
  says: 'every parameter is described by a sentence that begins with Required. or Optional., and that is true',
  *check(document) {
    for (const { name, line, description, value } of document.parameters) {
      const word = value === undefined ? 'Required' : 'Optional';
      if (description === undefined) {
        yield { line, message: `${name} has no description` };
      } else if (!description.startsWith(`${word}. `)) {
        yield { line, message: `${name} ${value === undefined ? 'has no default' : 'has a default'}, so its description begins with "${word}. "` };
      } else if (!/^\w+\. [A-Z][^]*\.$/.test(description)) {
        yield { line, message: `${name} is not described by a sentence` };
      }
    }
  },
};

export const secretsAreSecure = {
  name: 'secrets-are-secure',
  says: 'a parameter with a secret in it is marked @secure() and has no fixed default',
  *check(document) {
    for (const { name, line, isSecure, value } of document.parameters) {
      if (/(password|secret|token|key|signingValue)$/i.test(name) && name !== 'token' && !isSecure) {
        yield { line, message: `${name} looks like a secret and is not @secure()` };
      }

      if (isSecure && value !== undefined && value.text !== "''" && !value.text.includes('newGuid()')) {
        yield { line, message: `${name} is @secure() and has a default that everybody can read` };
      }
    }
  },
};
