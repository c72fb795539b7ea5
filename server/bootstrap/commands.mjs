/** What each npm script does once packages and Prisma client are there. Each returns an exit code, or null when it goes on running. */
import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { auditDependencies } from './audit.mjs';
import { ensureBuilt, ensureServerBuilt } from './build.mjs';
import { check, test } from './checks.mjs';
import { whileLocked } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { Halt } from './say.mjs';
import { run } from './spawn.mjs';

const build = () => whileLocked(() => ensureBuilt());

export const commands = {
  async start(args) {
    await build();
    return become(inRoot('dist', 'start.js'), args);
  },
  async demo(args) {
    await build();
    return become(inRoot('dist', 'demo.js'), args);
  },
  async simulator(args) {
    await whileLocked(() => ensureServerBuilt());
    return become(inRoot('dist', 'simulator.js'), args);
  },
  async dev(args) {
    process.env.NODE_ENV = 'development';
    const { register } = await import('tsx/esm/api');
    register();
    return become(inRoot('server', 'start.ts'), ['--dev', ...args]);
  },
  async build() {
    await build();
    return 0;
  },
  check,
  test: (args) => test(args, { build }),
  async bench([name, ...args]) {
    const all = benches();
    if (name === undefined) {
      process.stdout.write(`Benchmarks: ${all.join(', ') || 'none yet'}\nUsage: npm run bench -- NAME\n`);
      return 0;
    }
    if (!all.includes(name))
      throw new Halt(`There is no benchmark ${name}. There are: ${all.join(', ') || 'none yet'}.`);
    await build();
    return run('tsx', [`tests/bench/${name}.bench.ts`, ...args]);
  },
  async screens(args) {
    if (args.length === 0) throw new Halt('Usage: npm run screens -- FOLDER');
    await build();
    return run('tsx', ['tests/support/screens.ts', ...args]);
  },
  async seed(args) {
    await whileLocked(() => ensureServerBuilt());
    return become(inRoot('dist', 'seed.js'), args);
  },
  'audit-dependencies': () => auditDependencies(),
  backup: (args) => run('tsx', ['server/store/backup-command.ts', 'backup', ...args]),
  restore: (args) => run('tsx', ['server/store/backup-command.ts', 'restore', ...args]),
  forget: (args) => run('tsx', ['server/store/privacy/forget-command.ts', ...args]),
  'let-in': (args) => run('tsx', ['server/store/people/let-in-command.ts', ...args]),
  'rotate-secrets-key': (args) => run('tsx', ['server/store/settings/rotate-command.ts', ...args]),
  'migrate-data': (args) => run('tsx', ['server/store/move-command.ts', ...args]),
  'api-types': (args) =>
    run('tsx', ['--import', './server/bootstrap/without-styles.mjs', 'app/lib/api/types-command.ts', ...args]),
  migrations: (args) => run('tsx', ['server/store/make-migration.ts', ...args]),
};

function benches() {
  const folder = inRoot('tests', 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''))
    .sort();
}

/** Goes on as this program, in this process: signals and the exit code are its own. */
async function become(file, args) {
  if (!existsSync(file)) throw new Halt(`${file} does not exist yet.`);
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
  return null;
}
