type Action = () => void;

const actions = new Set<Action>();
let installed = false;

/**
 * Runs `action` when this process ends, also by Ctrl+C or a signal, in the reverse order of registration. The action
 * must be synchronous. The returned function takes it back.
 */
export function atExit(action: Action): () => void {
  installHandlers();
  actions.add(action);
  return () => void actions.delete(action);
}

function installHandlers(): void {
  if (installed) return;
  installed = true;
  process.once('exit', () => {
    for (const action of [...actions].reverse()) action();
  });
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => process.exit(code));
}
