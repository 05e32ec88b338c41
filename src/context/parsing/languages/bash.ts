import type { Visit, Visits } from '../sourceCollector';
import { childrenOfType, enter, leaf } from '../visits';

const assignment: Visit = (node, scope, out) => {
  const name = node.childForFieldName('name');
  if (name?.type === 'variable_name') out.define(scope, { kind: 'variable', name, node });
};

const declaration: Visit = (node, scope, out) => {
  for (const child of childrenOfType(node, ['variable_assignment']))
    assignment(child, { ...scope, outer: node }, out);
};

/** `source lib.sh` and `. "$DIR/lib.sh"`: what is known of the path is what follows the last variable. */
const command: Visit = (node, _scope, out) => {
  const path = /^(?:source|\.)\s.*?([\w.-]+(?:\/[\w.-]+)*)["']?\s*$/.exec(out.textOf(node))?.[1];
  if (path !== undefined) out.import(node, path, 'all', [{ name: '*', local: '*' }]);
};

export const bashVisits: Visits = {
  function_definition: leaf('function'),
  variable_assignment: assignment,
  declaration_command: declaration,
  command,
  if_statement: enter,
};
