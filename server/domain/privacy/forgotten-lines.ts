/** What the command that forgets a person says: numbers, and what it could not reach. */

export interface ForgottenNumbers {
  facts: number;
  disconnects: number;
  documents: number;
  views: number;
  incidents: number;
  deliveries: number;
  silences: number;
  audited: number;
  transcripts: number;
  events: number;
  setUp: readonly string[];
}

const one = (n: number, singular: string, plural = `${singular}s`): string | null =>
  n === 0 ? null : `${n.toLocaleString('en')} ${n === 1 ? singular : plural}`;

/** @param inFile holdfast.yaml names them */
export function forgottenLines(
  f: ForgottenNumbers,
  { dryRun, inFile }: { dryRun: boolean; inFile: boolean },
): string[] {
  const deleted = listed([one(f.facts, 'fact'), one(f.documents, 'current state')]);
  const nameless = listed([
    one(f.disconnects, 'disconnect, which the team keeps', 'disconnects, which their teams keep'),
    one(f.views, 'record of who looked', 'records of who looked'),
  ]);
  const blotted = listed([
    one(f.incidents, 'incident'),
    one(f.deliveries, 'delivery', 'deliveries'),
    one(f.silences, 'silence'),
    one(f.audited, 'entry of the audit log', 'entries of the audit log'),
    one(f.transcripts, 'transcript'),
    one(f.events, 'fact about these'),
  ]);
  const would = dryRun ? 'Would be ' : '';
  const lines = [
    deleted === null ? null : sentence(`${would}deleted: ${deleted}.`),
    nameless === null ? null : sentence(`${would}told of nobody from now on: ${nameless}.`),
    blotted === null ? null : sentence(`${would}rid of the name where somebody typed it: ${blotted}.`),
  ].flatMap((line) => line ?? []);
  const still = [...f.setUp.map((item) => `the settings (${item})`), ...(inFile ? ['holdfast.yaml'] : [])];
  return [
    ...(lines.length === 0 ? ['Nothing is known of such a person.'] : lines),
    ...(still.length === 0 ? [] : [`Still named in ${still.join(' and ')}: take that out by hand.`]),
    ...(lines.length === 0 || dryRun
      ? []
      : [
          'Whoever is still in the directory of a watched cluster is listed anew when Holdfast starts.',
          'Backups made before still hold them: make a new one, and delete those.',
        ]),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function listed(parts: readonly (string | null)[]): string | null {
  const told = parts.flatMap((part) => part ?? []);
  return told.length === 0 ? null : told.join(', ');
}
