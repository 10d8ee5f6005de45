import { withFrenchSpaces } from '../src-shared/text/french-spaces.ts'

export type Language = 'fr' | 'en'

const french = withFrenchSpaces({
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  close: 'Fermer',
  quit: 'Quitter',
  undo: 'Annuler',
  redo: 'Rétablir',
  cut: 'Couper',
  copy: 'Copier',
  paste: 'Coller',
  selectAll: 'Tout sélectionner',
  usualSize: 'Taille habituelle',
  larger: 'Agrandir',
  smaller: 'Réduire',
  fullScreen: 'Plein écran',
  reload: 'Recharger',
  tools: 'Outils de développement',
  about: 'À propos de Maillage',
  hide: 'Masquer Maillage',
  hideOthers: 'Masquer les autres',
  showAll: 'Tout afficher',
  openLinkTitle: 'Ouvrir un lien',
  openLinkMessage: (host: string) => `Ouvrir ce lien, sur ${host} ?`,
  openLinkMail: (address: string) => `Écrire à ${address} ?`,
  openLinkPhone: (number: string) => `Appeler le ${number} ?`,
  open: 'Ouvrir',
  cancel: 'Annuler',
  replaceTitle: 'Remplacer un fichier',
  replaceMessage: (name: string) => `Remplacer « ${name} » ?`,
  replaceDetail: 'Un fichier de ce nom est déjà dans ce dossier. Le remplacer efface ce qu’il contient.',
  replace: 'Remplacer',
  startFailedTitle: 'Maillage ne peut pas démarrer',
  dataNotNamed: 'Après --data vient le dossier où tout est gardé, écrit en entier.',
  dataRefused: 'Le dossier où tout est gardé ne peut pas être créé. Choisissez-en un autre, ou vérifiez ses droits.',
  unsavedTitle: 'Tout n’est pas enregistré',
  unsavedMessage: 'Les derniers mots tapés ne sont pas encore sur le disque.',
  unsavedDetail:
    'Le disque refuse d’être écrit, ou répond trop lentement. Restez pour que Maillage réessaie ; si vous fermez maintenant, ces mots seront perdus.',
  stay: 'Rester',
  closeAnyway: 'Fermer quand même',
})

export type ShellStrings = typeof french

const english: ShellStrings = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  close: 'Close',
  quit: 'Quit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  usualSize: 'Usual size',
  larger: 'Larger',
  smaller: 'Smaller',
  fullScreen: 'Full screen',
  reload: 'Reload',
  tools: 'Developer tools',
  about: 'About Maillage',
  hide: 'Hide Maillage',
  hideOthers: 'Hide the others',
  showAll: 'Show all',
  openLinkTitle: 'Open a link',
  openLinkMessage: (host) => `Open this link, on ${host}?`,
  openLinkMail: (address) => `Write to ${address}?`,
  openLinkPhone: (number) => `Call ${number}?`,
  open: 'Open',
  cancel: 'Cancel',
  replaceTitle: 'Replace a file',
  replaceMessage: (name) => `Replace “${name}”?`,
  replaceDetail: 'A file of that name is in this folder already. Replacing it erases what it holds.',
  replace: 'Replace',
  startFailedTitle: 'Maillage cannot start',
  dataNotNamed: 'After --data comes the folder where everything is kept, written in full.',
  dataRefused: 'The folder where everything is kept cannot be made. Choose another, or check its rights.',
  unsavedTitle: 'Not everything is saved',
  unsavedMessage: 'The last words typed are not on the disk yet.',
  unsavedDetail:
    'The disk refuses to be written, or answers too slowly. Stay, and Maillage tries again; if you close now, these words are lost.',
  stay: 'Stay',
  closeAnyway: 'Close anyway',
}

let language: Language = 'fr'

/** The few sentences that the shell itself shows, in the language the window last told. */
export function shellStrings(): ShellStrings {
  return language === 'fr' ? french : english
}

export function setShellLanguage(next: Language): void {
  language = next
}
