/** Is this Node new enough? */

/**
 * @param {string} have as `process.versions.node`
 * @param {string} need as `engines.node`: `>=20.19`
 */
export function isNodeNewEnough(have, need) {
  const wanted = need
    .replace(/^>=\s*/, '')
    .split('.')
    .map(Number);
  const actual = have.split('.').map(Number);
  for (const [i, part] of wanted.entries()) {
    const difference = (actual[i] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
