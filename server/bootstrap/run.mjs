/** Entry of every npm script: right after `git clone`, with Node and npm alone, it installs and builds what is missing or stale, then goes on. */
import { readFileSync } from 'node:fs';
import { isNodeNewEnough } from './node-version.mjs';
import { inRoot, root } from './paths.mjs';
import { beQuiet } from './quiet.mjs';
import { Halt, say } from './say.mjs';

async function main([name, ...args]) {
  const need = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).engines.node;
  if (!isNodeNewEnough(process.versions.node, need)) {
    throw new Halt(`Holdfast needs Node ${need}; this is ${process.versions.node}. Please install a newer Node.`);
  }
  process.chdir(root);
  beQuiet();
  const { commands } = await import('./commands.mjs');
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
  if (command === null)
    throw new Halt(`Unknown command ${name ?? ''}. There are: ${Object.keys(commands).join(', ')}.`, 2);
  const { whileLocked } = await import('./lock.mjs');
  const { ensureInstalled } = await import('./install.mjs');
  const { ensureGenerated } = await import('./generate.mjs');
  await whileLocked(async () => {
    await ensureInstalled();
    await ensureGenerated();
  });
  return command(args);
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== null) process.exitCode = code;
} catch (error) {
  if (!(error instanceof Halt)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
