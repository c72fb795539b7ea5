/** People to watch as lines `jid; name; team; site`, and back. Pure. */
import { branchOf, isBranch, listOf, type Tree, textOf } from './tree';

/** Teams with their people become people with their team, which means the same. */
export function watchText(watch: Tree | undefined): string {
  return listOf(watch).flatMap(linesOf).join('\n');
}

function linesOf(entry: Tree): string[] {
  if (!isBranch(entry)) return [textOf(entry)];
  const { jid, name, team, site, people } = entry;
  if (people === undefined) return [line([jid, name, team, site])];
  return listOf(people).map((person) => {
    const one = isBranch(person) ? person : { jid: person };
    return line([one.jid, one.name, team, one.site ?? site]);
  });
}

function line(parts: readonly (Tree | undefined)[]): string {
  return parts
    .map((part) => textOf(part))
    .join('; ')
    .replace(/[; ]+$/, '');
}

export function watchOf(text: string): Tree {
  return text
    .split('\n')
    .map((each) => each.split(';').map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ''))
    .map(([jid = '', name = '', team = '', site = '']) => {
      const more = Object.entries({ name, team, site }).filter(([, value]) => value !== '');
      return more.length === 0 ? jid : { jid, ...Object.fromEntries(more) };
    });
}

export function watchedCount(watch: Tree | undefined): number {
  return listOf(watch).reduce<number>((sum, entry) => sum + Math.max(1, listOf(branchOf(entry).people).length), 0);
}
