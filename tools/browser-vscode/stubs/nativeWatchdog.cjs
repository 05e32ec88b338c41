// Stands in for @vscode/native-watchdog, which ends an extension host whose parent has died: code-server's children do
// that by themselves within seconds.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
