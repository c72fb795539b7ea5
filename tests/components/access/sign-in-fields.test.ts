/** The form of single sign-on knows every key of the file, and what it sends passes its shape. */
import { expect, test } from 'vitest';
import { signInFields } from '../../../components/access/single-sign-on/fields';
import type { Field } from '../../../components/settings/form/fields';
import { bodyOf } from '../../../components/settings/form/tidy';
import { fileShape } from '../../../server/config/shape';
import { oidcKeys } from '../../../server/config/shape-sign-in';

const below = (fields: readonly Field[], key: string): readonly Field[] => {
  const found = fields.find((field) => field.key === key);
  return found?.as === 'group' ? found.fields : [];
};

test('every key has its field', () => {
  const [signIn] = signInFields;
  const fields = below(below(signInFields, signIn?.key ?? ''), 'oidc');
  expect(fields.map((field) => field.key).sort()).toEqual(Object.keys(oidcKeys).sort());
});

test('what is typed is what the file would say', () => {
  const oidc = {
    ...{
      name: 'Contoso',
      issuer: 'https://login.example',
      clientId: 'holdfast',
      clientSecret: { secret: 'new', text: '' },
    },
    ...{ roleClaim: 'groups', roles: '{"lead": "supervisor"}', defaultRole: 'none', scopes: 'openid\ngroups\n' },
    ...{ teamsClaim: 'teams', teams: '{"Sales": ["demo/1", "demo/2"]}', allowedDomains: '' },
  };
  const body = bodyOf(signInFields, { signIn: { oidc, onlySingleSignOn: true } });
  const said = fileShape.shape.signIn.parse(Reflect.get(Object(body), 'signIn'));
  expect(said?.oidc).toMatchObject({
    ...{ roles: { lead: 'supervisor' }, teams: { Sales: ['demo/1', 'demo/2'] }, scopes: ['openid', 'groups'] },
  });
});
