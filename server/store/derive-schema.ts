/** Derives PostgreSQL's schema from SQLite's, which is the source: the models are the same, word by word. */

const head = `// Derived from prisma/schema.prisma by \`npm run migrations\`: change that file, not this one.
`;

/** @param sqlite content of prisma/schema.prisma */
export function postgresSchemaOf(sqlite: string): string {
  const withoutHead = sqlite.replace(/^(\/\/.*\n)+/, '');
  return (
    head +
    withoutHead
      .replace('provider = "sqlite"', 'provider = "postgresql"')
      .replace('"./generated/sqlite"', '"../generated/postgres"')
  );
}
