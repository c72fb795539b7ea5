/** The tabs of alerting, in order; a new one joins here. */
export const alertingTabs = [
  { href: '/alerting/now', name: 'Now' },
  { href: '/alerting/rules', name: 'Rules' },
  { href: '/alerting/silences', name: 'Silences' },
  { href: '/alerting/maintenance', name: 'Maintenance' },
  { href: '/alerting/channels', name: 'Channels' },
  { href: '/alerting/deliveries', name: 'Deliveries' },
] as const;
