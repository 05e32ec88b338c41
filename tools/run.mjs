// Runs a tool of this repository from a fresh clone: installs what is missing, bundles the tool, starts it.
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tools = {
  start: 'tools/start/main.ts',
  test: 'tools/test/main.ts',
  package: 'tools/package.ts',
  prompt: 'tools/prompt.ts',
  host: 'tools/embedded-host/main.ts',
  doctor: 'tools/doctor.ts',
  bench: 'bench/main.ts',
};

/** A tool that kills itself has failed, and could not end in another way. */
const codesOfSignals = { SIGINT: 130, SIGKILL: 1 };

const [name = '', ...args] = process.argv.slice(2);
const entry = tools[name];
if (entry === undefined) {
  console.error(`There is no tool '${name}'. Known: ${Object.keys(tools).join(', ')}.`);
  process.exit(2);
}
checkNode();
installPackages();
await run(await bundle(entry, name), args);

function checkNode() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  console.error(`Fillwright's tools need Node 20 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the npm packages once per state of the lock file. Everything it says goes to stderr. */
function installPackages() {
  const stamp = path.join(root, 'node_modules', '.fillwright-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing npm packages …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // `ci` begins by removing node_modules, which would pull it away from under other tools that run.
  const verb = existsSync(path.dirname(stamp)) ? 'install' : 'ci';
  const done = spawnSync(npm, [verb, '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error(
      'npm install failed; see above. Fillwright needs the npm registry (or a mirror of it) once.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

async function bundle(entryPoint, tool) {
  const esbuildMain = path.join(root, 'node_modules', 'esbuild', 'lib', 'main.js');
  const { build, stop } = (await import(pathToFileURL(esbuildMain).href)).default;
  const outfile = path.join(root, 'out', 'tools', `${tool}.mjs`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  // Its service would stay as long as the tool runs.
  await stop();
  return outfile;
}

/** Hands the terminal over to the tool: signals reach it, and its exit code is ours. */
function run(file, toolArgs) {
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...toolArgs], {
    stdio: 'inherit',
    env: { ...process.env, FILLWRIGHT_ROOT: root },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? codesOfSignals[signal] ?? 143;
      resolve();
    });
  });
}

/** `npm run` passes SIGTERM on to its shell alone, and the shell dies without telling us: so watch for its death. */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const watchIntervalMs = 200;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), watchIntervalMs).unref();
}
