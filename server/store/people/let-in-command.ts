/** `npm run let-in -- ADDRESS`: a new password for somebody whom no administrator can help, also while Holdfast runs. */
import { checkEnv, envSentence } from '../../config/env';
import { createSystemTime } from '../../time/system-time';
import { migrate } from '../migrate';
import { StoreError } from '../store-error';
import { letIn } from './let-in';

const USAGE = `Usage: npm run let-in -- ADDRESS
ADDRESS is the e-mail address of somebody who has an account. They are enabled, their second factor is removed, and a link is printed
with which a new password is chosen, once, within an hour.`;

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

async function main(argv: string[]): Promise<number> {
  const [address, ...more] = argv;
  if (address === undefined || address.startsWith('-') || more.length > 0) return refused(USAGE);
  const checked = checkEnv();
  if (!checked.ok) return refused(checked.problems.map(envSentence).join('\n'));
  const { databaseUrl, host, port, basePath } = checked.env;
  const time = createSystemTime({ keepAlive: false });
  await migrate(databaseUrl, time);
  const path = await letIn(databaseUrl, address, time);
  if (path === null) return refused('Nobody has that address.');
  process.stdout.write(
    `Open this once, within an hour, where you reach Holdfast:\nhttp://${host}:${port}${basePath}${path}\n`,
  );
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof StoreError) process.exitCode = refused(error.message);
    else {
      process.exitCode = 1;
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
  },
);
