type UserSettings = Readonly<Record<string, unknown>>;

/** User settings for a first look: no welcome pages, no other assistants, and no suggest widget over ghost text. */
export const firstLookSettings: UserSettings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.iconTheme': 'vs-seti',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'editor.minimap.enabled': false,
  // An open suggest widget hides ghost text.
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
};

/** User settings for a VS Code that a program drives: nothing comes up by itself but Fillwright. */
export const quietSettings: UserSettings = {
  ...firstLookSettings,
  // In a browser VS Code saves by itself by default: a file on disk then says nothing of the key just pressed.
  'files.autoSave': 'off',
  // Code that is being written is wrong until it is finished.
  'js/ts.validate.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.suggestOnTriggerCharacters': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.parameterHints.enabled': false,
  'editor.hover.enabled': 'off',
  'editor.lightbulb.enabled': 'off',
  // Brackets that come by themselves garble text that a test types.
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  // A server looks every few seconds for ports that its window might want, with processes of its own.
  'remote.autoForwardPortsSource': 'output',
};
