/** Who is subscribed to which feed: XEP-0060 §6; they outlive sessions and restarts of the service (FINESSE §3.1). */

export interface Subscription {
  readonly node: string;
  /** Full or bare, as it was asked for. */
  readonly jid: string;
  readonly subid: string;
  /** Lower-case local part of the JID. */
  readonly owner: string;
}

export class Subscriptions {
  private readonly byNode = new Map<string, Map<string, Subscription>>();
  private readonly byOwner = new Map<string, Set<Subscription>>();
  private size = 0;

  get count(): number {
    return this.size;
  }

  find(node: string, jid: string): Subscription | null {
    return this.byNode.get(node)?.get(jid) ?? null;
  }

  of(node: string): Subscription[] {
    return [...(this.byNode.get(node)?.values() ?? [])];
  }

  has(node: string): boolean {
    return this.byNode.has(node);
  }

  ownedBy(owner: string): Subscription[] {
    return [...(this.byOwner.get(owner) ?? [])];
  }

  /** @returns the one that is there when it is there */
  add(subscription: Subscription): Subscription {
    const { node, jid, owner } = subscription;
    const there = this.find(node, jid);
    if (there !== null) return there;
    this.byNode.set(node, (this.byNode.get(node) ?? new Map()).set(jid, subscription));
    this.byOwner.set(owner, (this.byOwner.get(owner) ?? new Set()).add(subscription));
    this.size += 1;
    return subscription;
  }

  remove(subscription: Subscription): void {
    const { node, jid, owner } = subscription;
    const ofNode = this.byNode.get(node);
    if (ofNode?.get(jid) !== subscription) return;
    ofNode.delete(jid);
    if (ofNode.size === 0) this.byNode.delete(node);
    this.byOwner.get(owner)?.delete(subscription);
    this.size -= 1;
  }
}
