/** What the demonstration says, a line a step. No-break spaces are written out: a terminal shows them as they are. */
const french = {
  intro: 'Maillage sans écran\u00a0: deux lieux se rencontrent ici, comme ils le feraient sur deux ordinateurs.',
  network: (nodes: string) => `un réseau local pour cet essai, rien que sur cette machine (${nodes})`,
  founded: (place: string) => `${place} crée son réseau, écrit une page et note une ressource`,
  joined: (place: string) => `${place} le rejoint par l’invitation, et reçoit tout`,
  apart: 'chacun travaille hors connexion, et tous deux changent la même page',
  met: (seconds: string) =>
    `ils se retrouvent\u00a0: tout s’est échangé en ${seconds.replace('.', ',')}\u00a0s, sans serveur`,
  agreed: 'les deux lisent la même page, avec les mots de chacun\u00a0:',
  found: (place: string, words: string, title: string) =>
    `${place} cherche «\u00a0${words}\u00a0» et trouve ce que l’autre a noté, «\u00a0${title}\u00a0»`,
  exported: (file: string) => `la page, prête pour le wiki\u00a0: ${file}`,
  folders: 'leurs données restent dans ces dossiers\u00a0:',
  folder: (place: string, folder: string) => `${place}\u00a0: ${folder}`,
  window: 'Pour ouvrir la fenêtre, sur un ordinateur avec un écran\u00a0: npm start',
  failed: (reason: string) => `la démonstration s’est arrêtée\u00a0: ${reason}`,
  page: 'Entretenir la scie à ruban',
  body: 'Débrancher avant toute chose.',
  ours: 'Changer la lame tous les six mois.',
  theirs: 'Chez nous, la clé de huit est dans le tiroir rouge.',
  resource: 'Scie à ruban',
  other: 'Machine à coudre',
  words: 'coudre',
}
export type Sentences = typeof french

const english: Sentences = {
  intro: 'Maillage without a screen: two places meet here, as they would on two computers.',
  network: (nodes) => `a local network for this try, on this machine alone (${nodes})`,
  founded: (place) => `${place} starts its network, writes a page and notes a resource`,
  joined: (place) => `${place} joins it by the invitation, and receives everything`,
  apart: 'each works offline, and both change the same page',
  met: (seconds) => `they meet again: everything was exchanged in ${seconds} s, without a server`,
  agreed: 'both read the same page, with the words of each:',
  found: (place, words, title) => `${place} searches for “${words}” and finds “${title}”, which the other had noted`,
  exported: (file) => `the page, ready for the wiki: ${file}`,
  folders: 'their data stay in these folders:',
  folder: (place, folder) => `${place}: ${folder}`,
  window: 'To open the window, on a computer with a screen: npm start',
  failed: (reason) => `the demonstration stopped: ${reason}`,
  page: 'Looking after the band saw',
  body: 'Unplug it before anything else.',
  ours: 'Change the blade every six months.',
  theirs: 'Here, the eight-millimetre spanner is in the red drawer.',
  resource: 'Band saw',
  other: 'Sewing machine',
  words: 'sewing',
}

/** The person's language as the system tells it; French where it tells nothing, as in the window. */
export function sentencesFor({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Sentences {
  const language = LC_ALL || LC_MESSAGES || LANG || ''
  return language === '' || /^(fr|C\b|POSIX)/.test(language) ? french : english
}
