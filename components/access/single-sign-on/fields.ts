/** The form of how people sign in besides with a password. */
import type { Field } from '../../settings/form/fields';
import type { SettingPart } from '../../settings/parts/parts';

export const signInParts: readonly SettingPart[] = [{ key: 'signIn', at: 'signIn' }];

const roles = ['administrator', 'operator', 'supervisor', 'viewer', 'none'].map((value) => ({
  value,
  label: value === 'none' ? 'None: they stay outside' : `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
}));

const provider: readonly Field[] = [
  {
    ...{ as: 'text', key: 'name', label: 'Name', required: true, max: 40, placeholder: 'Contoso' },
    help: 'On the button: Sign in with Contoso.',
  },
  {
    ...{ as: 'text', key: 'issuer', label: 'Issuer', required: true, placeholder: 'https://login.contoso.example' },
    help: 'As the provider calls itself. Its description is read from there.',
  },
  { as: 'text', key: 'clientId', label: 'Client id', required: true, max: 500 },
  {
    ...{ as: 'secret', key: 'clientSecret', label: 'Client secret' },
    help: 'Empty for a public client, which is protected by PKCE alone.',
  },
  {
    ...{ as: 'text', key: 'roleClaim', label: 'Claim of the role', placeholder: 'groups' },
    help: 'Which claim says what somebody may; with dots the way to one below others, such as realm_access.roles.',
  },
  {
    ...{ as: 'json', key: 'roles', label: 'Roles by value' },
    help: 'Such as {"holdfast-lead": "supervisor", "holdfast-ops": "operator"}. Of several the one counts that may most.',
  },
  { as: 'choice', key: 'defaultRole', label: 'Role without such a value', options: roles, usual: 'none' },
  {
    ...{ as: 'text', key: 'teamsClaim', label: 'Claim of the teams', placeholder: 'teams', rare: true },
    help: 'Of supervisors. Without it administrators give them their teams.',
  },
  {
    ...{ as: 'json', key: 'teams', label: 'Teams by value', rare: true },
    help: 'Such as {"Sales Lyon": "demo/12"}. Without it the values are CLUSTER/TEAM themselves.',
  },
  {
    ...{ as: 'lines', key: 'scopes', label: 'Scopes', placeholder: 'openid', rare: true },
    help: 'One a line; openid, profile and email without any.',
  },
  {
    ...{
      as: 'lines',
      key: 'allowedDomains',
      label: 'Domains that may come in',
      placeholder: 'contoso.example',
      rare: true,
    },
    help: 'Of verified e-mail addresses, one a line. All of them without any.',
  },
  {
    ...{ as: 'switch', key: 'emailsAreVerified', label: 'Its e-mail addresses are verified', usual: false, rare: true },
    help: 'For a provider that never says so, and lets nobody choose an address.',
  },
];

export const signInFields: readonly Field[] = [
  {
    ...{ as: 'group', key: 'signIn', label: 'Signing in' },
    fields: [
      {
        ...{
          as: 'group',
          key: 'oidc',
          label: 'Provider',
          optional: 'People come through a provider of OpenID Connect',
        },
        fields: provider,
      },
      {
        ...{ as: 'switch', key: 'onlySingleSignOn', label: 'Only single sign-on', usual: false },
        help: 'Passwords are for administrators alone, who have to come in when the provider is down.',
      },
    ],
  },
];
