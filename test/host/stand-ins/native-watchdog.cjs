// Stands in for @vscode/native-watchdog, which needs a compiler to install. It only ends an extension host whose parent died
// while the host's event loop was blocked; the host itself looks for its parent every second anyway.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
