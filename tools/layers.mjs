// Which folder of src/ may import which: read by the linter and by the test that walks the import graph.

/** Each folder with the folders, or single files, it may import from. What is not named may not be imported. */
export const layers = {
  common: [],
  settings: ['common'],
  model: ['common'],
  prompt: ['common', 'settings', 'model'],
  context: ['common', 'settings', 'model', 'prompt'],
  transport: ['common', 'model'],
  hosts: ['common', 'settings', 'model', 'transport'],
  completion: ['common', 'settings', 'model', 'prompt', 'context', 'transport', 'hosts'],
  chat: ['common', 'settings', 'model', 'prompt', 'context', 'transport', 'hosts'],
  evaluation: ['common', 'settings', 'model', 'prompt', 'context', 'transport', 'hosts', 'completion'],
  node: [
    'common',
    'settings',
    'model',
    'prompt',
    'context',
    'transport',
    'hosts',
    'completion',
    'chat',
    'evaluation',
  ],
  vscode: [
    'common',
    'settings',
    'model',
    'prompt',
    'context',
    'transport',
    'hosts',
    'completion',
    'chat',
    'evaluation',
    'node',
  ],
  // It runs in a browser: of the extension it knows the messages alone.
  webview: ['chat/protocol'],
};

const nodeBuiltIns = {
  group: ['node:*', 'fs', 'path', 'http', 'https', 'os', 'child_process', 'worker_threads', 'crypto'],
  message: 'Only src/node, tools and bench may use what Node brings: hand it in through a port.',
};
const editor = {
  name: 'vscode',
  message: 'Only src/vscode, compose.ts and extension.ts may know the editor.',
};

/** @type {import('eslint').Linter.Config[]} */
export const layerRules = Object.entries(layers).map(([folder, allowed]) => {
  const forbidden = Object.keys(layers).filter((other) => other !== folder && !allowed.includes(other));
  const files = allowed.filter((name) => name.includes('/'));
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: folder === 'vscode' ? [] : [editor],
          patterns: [
            ...(folder === 'node' ? [] : [nodeBuiltIns]),
            {
              group: [
                ...forbidden.map((other) => `**/${other}/*`),
                // A folder that is ignored as a whole has no exceptions.
                ...forbidden
                  .filter((other) => !files.some((file) => file.startsWith(`${other}/`)))
                  .map((other) => `**/${other}`),
                ...files.map((file) => `!**/${file}`),
                // What stands behind a file that may be imported has that one way in.
                ...files.map((file) => `**/${file}/*`),
              ],
              message: `src/${folder} may import only from: ${allowed.join(', ') || 'nothing'}.`,
            },
            {
              group: ['**/compose', '**/compose[A-Z]*', '**/extension'],
              message: 'The composition root is imported by nobody.',
            },
          ],
        },
      ],
    },
  };
});
