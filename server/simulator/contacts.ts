/** Who may see whose presence: the subscriptions of RFC 6121 §3, kept for as long as the process lives. */

export class Contacts {
  /** owner → those who see the owner */
  private readonly watchers = new Map<string, Set<string>>();

  grant(owner: string, watcher: string): void {
    const set = this.watchers.get(owner) ?? new Set();
    set.add(watcher);
    this.watchers.set(owner, set);
  }

  withdraw(owner: string, watcher: string): void {
    this.watchers.get(owner)?.delete(watcher);
  }

  watchersOf(owner: string): readonly string[] {
    return [...(this.watchers.get(owner) ?? [])];
  }

  sees(watcher: string, owner: string): boolean {
    return this.watchers.get(owner)?.has(watcher) ?? false;
  }

  /** Those whom `watcher` sees. */
  seenBy(watcher: string): readonly string[] {
    return [...this.watchers].flatMap(([owner, set]) => (set.has(watcher) ? [owner] : []));
  }

  /** RFC 6121 §2.1.2.5: `to` = I see them, `from` = they see me. */
  roster(username: string): { contact: string; subscription: 'to' | 'from' | 'both' }[] {
    const seen = new Set(this.seenBy(username));
    const watching = new Set(this.watchersOf(username));
    return [...new Set([...seen, ...watching])].map((contact) => ({
      contact,
      subscription: seen.has(contact) ? (watching.has(contact) ? 'both' : 'to') : 'from',
    }));
  }
}
