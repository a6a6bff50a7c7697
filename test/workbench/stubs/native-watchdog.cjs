// In place of @vscode/native-watchdog, which ends the extension host when its parent dies. VS Code's own timer does so too.
exports.start = () => undefined;
exports.exit = (code) => process.exit(code);
