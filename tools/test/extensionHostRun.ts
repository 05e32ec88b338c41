/** What a launcher needs to run the suite in the extension host of its VS Code. */
export interface ExtensionHostRun {
  /** Takes the files of the launcher's VS Code: settings, extensions, logs. */
  readonly home: string;
  /** The folder that VS Code opens. */
  readonly workspace: string;
  /** The bundled index whose `run` VS Code calls. */
  readonly testIndex: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** For the extension host. */
  readonly environment: Readonly<Record<string, string>>;
  /** Grows while the suite goes on: when it does not for too long, the suite hangs. */
  countSteps(): number;
}

/** Runs the suite to its end; failed tests are in the results, and a run that broke has none. */
export type LaunchSuite = (run: ExtensionHostRun) => Promise<void>;
