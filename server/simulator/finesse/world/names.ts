/** Names of invented people and teams. */

export const firstNames = [
  ...['Adaeze', 'Alba', 'Amir', 'Anouk', 'Arvid', 'Beatriz', 'Bohdan', 'Camille', 'Chiara', 'Dario'],
  ...['Delphine', 'Eitan', 'Elif', 'Emre', 'Farah', 'Filip', 'Gaia', 'Goran', 'Hana', 'Hugo'],
  ...['Ilse', 'Imani', 'Ivo', 'Jasna', 'Joaquim', 'Kamal', 'Katja', 'Leila', 'Lior', 'Ludek'],
  ...['Maren', 'Matteo', 'Mireille', 'Nadia', 'Nilo', 'Oona', 'Otto', 'Paloma', 'Priya', 'Rafal'],
  ...['Renske', 'Saoirse', 'Selim', 'Tadeusz', 'Tamara', 'Ulla', 'Valentin', 'Wanda', 'Yara', 'Zeno'],
] as const;

export const lastNames = [
  ...[
    'Abendroth',
    'Acheson',
    'Almeida',
    'Baranowska',
    'Belmonte',
    'Bisset',
    'Bjarnason',
    'Cardoso',
    'Castellan',
    'Cermak',
  ],
  ...['Delorme', 'Dragan', 'Eklund', 'Escarra', 'Falkner', 'Fontaine', 'Galloway', 'Girard', 'Haddad', 'Hollander'],
  ...['Ibarra', 'Isaksen', 'Jankowski', 'Jovanovic', 'Kessler', 'Kowalik', 'Lindqvist', 'Lobo', 'Marchetti', 'Mbeki'],
  ...['Moravec', 'Nakamura', 'Novotny', 'Okafor', 'Ostrander', 'Pacheco', 'Petrov', 'Quintana', 'Ravn', 'Rinaldi'],
  ...['Sandoval', 'Serrano', 'Sokolov', 'Talvik', 'Thibault', 'Ueda', 'Vasquez', 'Verhoeven', 'Wexler', 'Zielinski'],
] as const;

export const teamNames = [
  ...['Billing', 'Orders', 'Returns', 'Roaming', 'Fibre', 'Mobile', 'Loyalty', 'Claims', 'Travel', 'Business'],
  ...[
    'Repairs',
    'Deliveries',
    'Accounts',
    'Fraud',
    'Energy',
    'Renewals',
    'Cards',
    'Tickets',
    'Complaints',
    'Night desk',
  ],
] as const;
