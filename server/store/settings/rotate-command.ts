/** `npm run rotate-secrets-key`: another key for the secrets in the database; `-- --to-env` for one of the environment. */
import { checkEnv, envSentence } from '../../config/env';
import { type Rotated, rotateSecretsKey } from './rotate';
import { openSettingsStore } from './store';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(options: readonly string[]): Promise<number> {
  const checked = checkEnv();
  const strange = options.find((option) => option !== '--to-env');
  if (strange !== undefined || !checked.ok) {
    const why = checked.ok ? [] : checked.problems.map(envSentence);
    process.stderr.write(`${['Usage: npm run rotate-secrets-key [-- --to-env]', ...why].join('\n')}\n`);
    return 2;
  }
  const store = await openSettingsStore(checked.env.databaseUrl);
  try {
    const rotated = await rotateSecretsKey(store, checked.env, { toEnvironment: options.includes('--to-env') });
    for (const line of linesOf(rotated)) say(line);
    return rotated.is === 'rotated' && rotated.lost.length > 0 ? 1 : 0;
  } finally {
    await store.close();
  }
}

function linesOf(rotated: Rotated): string[] {
  switch (rotated.is) {
    case 'to-set':
      return [
        'Nothing is changed yet. Set this, start Holdfast again, and then run this command once more:',
        `HOLDFAST_SECRETS_KEY=${rotated.key}${rotated.before === null ? '' : `,(and here ${rotated.before})`}`,
      ];
    case 'rotated':
      return [
        `${rotated.sealed} secrets are sealed with the key ${rotated.keyId} of the ${rotated.from}.`,
        ...(rotated.from === 'environment'
          ? ['Of HOLDFAST_SECRETS_KEY, what follows the first comma can go now.']
          : []),
        ...rotated.lost.map((name) => `${name} could not be opened: give it again in the pages.`),
      ];
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
