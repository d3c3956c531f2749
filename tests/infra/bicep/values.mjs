/** The text of a string that has no interpolation; undefined for anything else. */
export function textOf(node) {
  if (node?.type !== 'string' || node.namedChildren.some((child) => child.type === 'interpolation')) {
    return undefined;
  }

  return node.text.startsWith("'''") ? node.text.slice(3, -3) : node.text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** The node that names a property of an object. */
export function keyOf(property) {
  return property?.type === 'object_property' ? property.namedChildren[0] : undefined;
}

/** The properties of an object by name, each with the node of its value. */
export function propertiesOf(object) {
  const properties = new Map();
  for (const property of object?.type === 'object' ? object.namedChildren : []) {
    if (property.type === 'object_property') {
      properties.set(textOf(keyOf(property)) ?? keyOf(property).text, property.namedChildren[1]);
    }
  }

  return properties;
}

/** The value at a path of properties, as it is written; undefined when it is not there. */
export function valueAt(properties, path) {
  const [first, ...rest] = path.split('.');
  const value = properties.get(first);
  return rest.length === 0 ? value?.text : valueAt(propertiesOf(value), rest.join('.'));
}
