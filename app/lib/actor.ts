/** Who asks. There is no sign-in yet: everybody on loopback is the same operator, who may see and do everything that exists. */
export const anonymous = {
  actor: 'local operator',
  topics: ['observer', 'incidents', 'cluster:*', 'agents:*', 'team:*', 'target:*', 'admin'],
} as const;
