import type { ExampleContent, ExampleResource } from './example.ts'

/*
 * From what third places of Drôme and Ardèche told each other in April 2020. No person is named.
 */

const CEDILLE = 0
const TRAME = 1
const EPI_CENTRE = 3
const MOULIN_DIGITAL = 6

const places: ExampleContent['places'] = [
  { name: 'Cédille', commune: '' },
  { name: 'La Trame 07', commune: '' },
  { name: 'Convergences 26', commune: 'Montélimar' },
  { name: 'Epi-centre', commune: 'Crest' },
  { name: 'Le 36', commune: 'Saillans' },
  { name: 'Courant Fort', commune: 'Loriol-sur-Drôme' },
  { name: 'Moulin Digital', commune: '' },
  { name: 'Fablab Polinno', commune: '' },
  { name: '8 Fablab', commune: '' },
  { name: 'La Roue', commune: '' },
]

const material: ExampleResource[] = [
  {
    category: 'material',
    name: 'Ordinateurs pour la maison de l’enfance',
    description: 'Ordinateurs prêtés par un lieu à la maison de l’enfance, le temps de l’école à la maison.',
    state: 'lent',
    tags: ['informatique', 'enfance'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Matériel informatique à mutualiser',
    description:
      'À voir d’une manière générale avec les structures du numérique du territoire : quoi, quand, pour qui ?',
    tags: ['informatique', 'mutualisation'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Visières imprimées en 3D',
    description:
      'Serre-tête imprimé et feuille transparente. Le modèle validé est dans la page « Fabriquer une visière ».',
    tags: ['visières', 'impression 3D'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Ordinateurs pour le centre de soins de Saint-Jean',
    description: 'Ordinateurs prêtés au centre ouvert pendant l’épidémie.',
    state: 'lent',
    tags: ['informatique', 'santé'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Ateliers et animations pour les maisons de l’enfance',
    description: 'Mallettes d’atelier prêtées avec leur déroulé : une animation se monte sans nous.',
    tags: ['animation', 'enfance'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Mobilier prêté par la commune',
    description: 'Tables, chaises et rayonnages pour accueillir des initiatives citoyennes.',
    tags: ['mobilier', 'commune'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Imprimantes et scanners partagés',
    description: 'Un même parc d’imprimantes et de scanners sert à plusieurs associations.',
    conditions: 'Chacun apporte son papier.',
    tags: ['informatique', 'associations'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Échange de matières premières entre makers',
    description: 'Filament, plaques, visserie : ce qui dort chez l’un dépanne l’autre.',
    tags: ['matière première', 'makers'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Imprimante 3D pour produire des visières',
    description: 'Mise à disposition pendant la production solidaire.',
    tags: ['impression 3D', 'visières'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Deuxième lieu du Repère',
    description: 'Le Repère ouvre un deuxième lieu, qui pourrait être prêté.',
    tags: ['salle'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Visières distribuées',
    description: 'Plus de 400 visières fabriquées et distribuées.',
    quantity: 400,
    tags: ['visières'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Deux imprimantes 3D et cinq ordinateurs',
    description:
      'Deux imprimantes 3D partagées avec des makers qui n’en avaient pas, et cinq ordinateurs inutilisés avec des écoliers.',
    state: 'lent',
    tags: ['impression 3D', 'informatique'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Salle pour répétitions de chorale',
    description: 'Le lieu est prêté pour les répétitions.',
    conditions: 'Réserver la veille ; remettre les chaises en place.',
    tags: ['salle', 'musique'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Matière pour découpe laser ou impression 3D',
    description: 'Chutes de contreplaqué et d’acrylique, fonds de bobines.',
    tags: ['matière première', 'découpe laser', 'impression 3D'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Masques cousus',
    description:
      'Fabrication de masques : 1 400 remis à la mairie de Saint-Laurent. Les couturières sont indemnisées, pour cette commande, 3 € par masque.',
    quantity: 1400,
    tags: ['couture', 'masques'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Vidéoprojecteur',
    description: 'Prêté entre lieux et associations voisines.',
    conditions: 'Rendre dans sa housse, avec le câble et la télécommande.',
    quantity: 1,
    tags: ['projection'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Porte-badges',
    description: 'Pour les rencontres et les journées portes ouvertes.',
    tags: ['événement'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Demandes réparties selon les équipements',
    description: 'Une demande arrive dans un lieu, et va à celui qui a la machine qu’il faut.',
    tags: ['mutualisation', 'makers'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Impression gratuite des autorisations de sortie',
    description: 'Pour les personnes qui n’ont pas d’imprimante.',
    state: 'retired',
    tags: ['impression'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Impressions sur demande pour dépannage',
    description: 'Documents administratifs, dossiers : on imprime pour qui en a besoin.',
    tags: ['impression'],
    placeIndex: null,
  },
]

const immaterial: ExampleResource[] = [
  {
    category: 'immaterial',
    name: 'Plans pour la fabrication numérique',
    description: 'Fichiers sources et cotes, à reprendre et à corriger.',
    tags: ['plans', 'fabrication numérique'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Ouvrir le lieu à un projet de citoyens',
    description: 'Une autorisation d’ouvrir les portes, à reprendre pour d’autres projets.',
    tags: ['accueil', 'convention'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Conversations et défis créatifs entre lieux',
    description: 'Des conversations fructueuses avec les autres tiers-lieux, et des défis à relever ensemble.',
    tags: ['échanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Outils d’intelligence collective',
    description: 'Tours de parole, météo des humeurs, vignettes en quatre colonnes : de quoi animer une réunion.',
    tags: ['animation'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Visio une fois par quinzaine',
    description: 'Pour garder le lien entre les habitués d’un lieu.',
    tags: ['visio', 'échanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Site vitrine des commerçants et artisans de Crest',
    description: 'Une documentation en ligne aide chacun à remplir sa fiche seul ; le temps va à qui a besoin d’aide.',
    tags: ['site web', 'commerces'],
    placeIndex: EPI_CENTRE,
  },
  {
    category: 'immaterial',
    name: 'Espace public numérique à distance',
    description: 'Séances en visio sur les outils collaboratifs et la création d’un site.',
    tags: ['visio', 'médiation numérique'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Services web et gestion de contenus pour les makers',
    description: 'Hébergement et outils de publication partagés.',
    tags: ['site web', 'makers'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Cafés philo, cafés psycho, ciné-club',
    description: 'Des formats qui tournent d’un lieu à l’autre.',
    tags: ['animation', 'culture'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Rencontres sur les difficultés du quotidien',
    description: 'On parle de ce qui coince, sans chercher à briller.',
    tags: ['échanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Visio-café chaque semaine',
    description: 'Une heure, ouverte à tous ; pour la préparer, voir la page sur les connexions faibles.',
    tags: ['visio', 'échanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Apprendre la fabrication numérique de 5 à 100 ans',
    description: 'Ressources pour l’apprentissage autonome.',
    tags: ['fabrication numérique', 'apprentissage'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Supports et rediffusions des animations',
    description: 'Tous les supports et les rediffusions des animations du Moulin Digital sont en ligne.',
    tags: ['animation', 'médiation numérique'],
    placeIndex: MOULIN_DIGITAL,
  },
  {
    category: 'immaterial',
    name: 'Échanges d’informations entre entrepreneurs',
    description: 'Se faire connaître les uns les autres, d’un espace de coworking à l’autre.',
    tags: ['coworking', 'échanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Entraide sur la solidarité numérique',
    description: 'Échanges autour de la plateforme nationale : qui répond à quoi, et comment.',
    tags: ['médiation numérique'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Mise en réseau et partage de contacts',
    description: 'Avec l’accord de chacun, et seulement ce qu’il faut pour se joindre.',
    tags: ['échanges', 'contacts'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Organisation de la production de visières',
    description: 'Une plateforme pour répartir les demandes, les machines et les livraisons.',
    state: 'retired',
    tags: ['visières', 'mutualisation'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Modèles 2D et 3D validés',
    description: 'Des fichiers essayés sur une vraie machine avant d’être partagés.',
    tags: ['plans', 'impression 3D', 'découpe laser'],
    placeIndex: null,
  },
]

const projects: ExampleResource[] = [
  {
    category: 'project',
    name: 'Pass découverte coworking',
    description: 'Essayer plusieurs espaces avec une seule carte.',
    tags: ['coworking'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Soutien aux commerçants',
    description: 'Un fonds de soutien en ligne et des tirelires chez les commerçants.',
    tags: ['commerces', 'financement'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Fabriquer du commun',
    description: 'Ce que nous faisons chacun de notre côté peut servir à tous.',
    tags: ['communs'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Mise en place d’activités',
    description: 'Échanges entre lieux qui ouvrent et lieux qui ont déjà essayé.',
    tags: ['échanges', 'animation'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Futures animations',
    description: 'Fête du cinéma d’animation, festival numérique et manga, jeu de piste.',
    tags: ['festival', 'animation'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Projets communs entre membres d’espaces de coworking',
    description: 'Festival, graphisme : on se passe l’information et l’on travaille ensemble.',
    tags: ['coworking', 'festival'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Ateliers sur les métiers du cinéma',
    description: 'Découvrir le son, l’image et le montage.',
    tags: ['cinéma', 'apprentissage'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Visières solidaires Drôme-Ardèche',
    description: 'Les makers des deux départements produisent ensemble.',
    tags: ['visières', 'makers'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Lieu de vente de produits locaux',
    description: 'Un coin du lieu pour les producteurs des environs.',
    tags: ['commerces', 'circuit court'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Production industrielle de visières',
    description: 'Passer de l’impression au moulage, dans la vallée de la Drôme.',
    tags: ['visières'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Événements construits avec des associations',
    description: 'Les associations partenaires décident du programme avec le lieu.',
    tags: ['événement', 'associations'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Ateliers Pass numérique',
    description: 'Ateliers de prise en main, payés avec le Pass numérique.',
    tags: ['médiation numérique', 'apprentissage'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Pièces 3D pour l’hôpital de Montélimar',
    description: 'Impression de pièces pour réparer des machines.',
    tags: ['impression 3D', 'santé', 'réparation'],
    placeIndex: null,
  },
]

const others: ExampleResource[] = [
  {
    category: 'other',
    name: 'Demi-journée mensuelle entre les deux réseaux',
    description: 'La Trame 07 et Cédille partagent leurs informations une demi-journée par mois.',
    tags: ['échanges', 'réseau'],
    placeIndex: TRAME,
  },
  {
    category: 'other',
    name: 'Messagerie des Rencontres Cédille',
    description: 'Pour continuer à discuter entre deux rencontres.',
    tags: ['échanges', 'réseau'],
    placeIndex: CEDILLE,
  },
  {
    category: 'other',
    name: 'Visios du réseau Cédille',
    description: 'Ouvertes aux lieux qui souhaitent y participer.',
    tags: ['visio', 'réseau'],
    placeIndex: CEDILLE,
  },
  {
    category: 'other',
    name: 'Présentation d’outils de partage d’écran',
    description: 'Plusieurs outils essayés ensemble, avec leurs défauts.',
    tags: ['visio', 'médiation numérique'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'Présentation d’un salon de discussion vocale',
    description: 'Pour qui n’a pas assez de débit pour la vidéo.',
    tags: ['visio'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'Un grand lieu à acheter ensemble',
    description:
      'Accueillir tiers-lieux et associations, et mutualiser finances, administration et salle de spectacle.',
    tags: ['mutualisation', 'financement'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'Articles sur des passe-temps',
    description: 'Rédigés pour les habitués du lieu, à relire et à compléter.',
    tags: ['culture'],
    placeIndex: null,
  },
]

const pages: ExampleContent['pages'] = [
  {
    fields: {
      title: 'Visio-café du 28 avril 2020 : partager nos ressources',
      kind: 'minutes',
      state: 'stable',
      tags: ['échanges', 'réseau', 'visio'],
    },
    markdown: `Vingt-quatre participants en ligne, invités par les réseaux de Drôme et d’Ardèche. Une heure : trente minutes sur les ressources, trente minutes sur la documentation.

## Ce que nous partageons déjà

Une soixantaine de vignettes, en quatre colonnes :

- **matériel** : ordinateurs, imprimantes 3D, vidéoprojecteurs ;
- **immatériel** : outils d’animation, rencontres, retours d’expérience ;
- **projets** : à l’échelle du réseau et des bassins de vie ;
- **autres** : des temps pour se retrouver.

Toutes sont dans l’inventaire.

## Ce dont nous avons besoin

L’argent vient en premier, avec l’idée d’un fonds partagé. Les documents reviennent plusieurs fois : charte, statuts, convention, bail. On attend un *pot commun informationnel*, et de se rencontrer.

## Documenter

Un wiki permet d’enrichir ce qui est déjà écrit. On y trouve des contenus stabilisés, et des sujets chauds qui font débat.

## Suites

- [x] Mettre les vignettes au propre
- [ ] Proposer une date pour un atelier de documentation
- [ ] Réunir les modèles de chartes et de statuts`,
  },
  {
    fields: {
      title: 'Régler une imprimante 3D avant une longue impression',
      kind: 'how-to',
      state: 'stable',
      tags: ['impression 3D', 'réparation'],
    },
    markdown: `Dix minutes de réglage évitent une nuit perdue.

## Il faut

- une feuille de papier ordinaire ;
- un chiffon doux et de l’alcool ménager ;
- le filament qui servira.

## Étapes

1. Nettoyer le plateau, puis le chauffer à la température d’impression.
2. Amener la buse au-dessus de chaque coin. La feuille doit glisser en frottant à peine.
3. Vérifier les courroies : elles sonnent comme une corde, sans être dures.
4. Imprimer un carré d’une seule couche. Les lignes se touchent sans s’écraser.
5. Rester pour la première couche. Ensuite seulement, partir.

## Quand cela ne tient pas

> La première couche se décolle ? Neuf fois sur dix, le plateau est gras.

Si le filament claque, il est humide : quatre heures au sec, à 45 °C, et l’on recommence.`,
  },
  {
    fields: {
      title: 'Fabriquer une visière',
      kind: 'how-to',
      state: 'stable',
      tags: ['visières', 'impression 3D', 'santé'],
    },
    markdown: `Un serre-tête imprimé, une feuille transparente perforée, un élastique.

## Pour une visière

- 30 g de filament, une heure et demie d’impression ;
- une feuille A4 transparente pour reliure ;
- 20 cm d’élastique ou de chambre à air.

## Étapes

1. Prendre le modèle validé, sans le redimensionner.
2. Imprimer sans support, couches de 0,3 mm.
3. Ébavurer le bord qui touche le front.
4. Perforer la feuille en quatre points et la clipser.
5. Nettoyer, mettre en sachet, noter la date.

Une visière ne remplace pas un masque : elle s’y ajoute. Avant toute distribution, vérifier les règles en vigueur.`,
  },
  {
    fields: {
      title: 'Prêter du matériel entre lieux, pas à pas',
      kind: 'how-to',
      state: 'draft',
      tags: ['mutualisation', 'convention'],
    },
    markdown: `1. Ajouter l’objet à l’inventaire, avec une photo et ses conditions de prêt.
2. Au moment du prêt, le passer à l’état **prêtée** et écrire à qui dans la description.
3. Pour un objet de valeur, remplir la convention de prêt.
4. Au retour, essayer l’objet *avec* la personne qui le rend.
5. S’il est abîmé, le dire simplement : état **en panne**, et une page pour la réparation.

Ce qui aide : une caisse avec la liste de ce qu’elle contient, collée sous le couvercle.`,
  },
  {
    fields: {
      title: 'Charte d’un tiers-lieu (modèle)',
      kind: 'charter',
      state: 'debated',
      tags: ['gouvernance', 'modèle'],
    },
    markdown: `*Modèle à adapter : garder ce qui vous ressemble, enlever le reste.*

## Ce que nous sommes

Un lieu ouvert, où l’on travaille, apprend, répare et se rencontre. Chacun y est accueilli comme il est.

## Ce à quoi nous tenons

- **L’accueil** : une personne qui entre est saluée, et orientée.
- **Le commun** : ce qui est fabriqué ici est documenté pour les suivants.
- **Le soin** : des personnes, des outils, du voisinage.
- **La sobriété** : réparer avant d’acheter, emprunter avant de réparer seul.

## Ce que nous faisons quand cela coince

On en parle d’abord à deux, puis avec un tiers, puis en réunion. Personne n’est exclu sans avoir été entendu.

## En débat

Faut-il écrire une règle sur les activités lucratives ? Deux versions circulent ; la prochaine réunion choisira.`,
  },
  {
    fields: {
      title: 'Statuts d’association pour un tiers-lieu (modèle)',
      kind: 'statutes',
      state: 'draft',
      tags: ['gouvernance', 'modèle', 'associations'],
    },
    markdown: `*Modèle de départ, à faire relire par une personne compétente avant tout dépôt.*

## Article 1 : nom

Il est fondé une association régie par la loi du 1er juillet 1901, nommée : …

## Article 2 : objet

Faire vivre un tiers-lieu sur la commune de … : lieu de travail partagé, d’apprentissage, de fabrication et de culture.

## Article 3 : membres

Sont membres les personnes, et les structures, qui adhèrent à la charte et règlent leur cotisation.

## Article 4 : collège

L’association est administrée par un collège de trois à neuf membres, élus pour deux ans. Le collège décide par consentement ; à défaut, à la majorité des deux tiers.

## Article 5 : ressources

Cotisations, subventions, dons, ventes et prestations conformes à l’objet.

## Article 6 : dissolution

L’actif revient à une structure sans but lucratif qui poursuit un objet semblable.`,
  },
  {
    fields: {
      title: 'Convention de prêt de matériel (modèle)',
      kind: 'convention',
      state: 'stable',
      tags: ['convention', 'modèle', 'mutualisation'],
    },
    markdown: `**Entre** le lieu prêteur : … **et** le lieu emprunteur : …

## Objet prêté

Désignation, numéro, état au départ, accessoires (avec photos).

## Durée

Du … au …. Une prolongation se demande trois jours avant la fin.

## Usage

L’emprunteur utilise l’objet pour ses activités, ne le prête pas à son tour, et suit la fiche d’utilisation jointe.

## Assurance et réparation

L’emprunteur assure l’objet pour une valeur de … €. En cas de panne, il prévient le jour même ; les deux lieux décident ensemble de la suite.

## Au retour

- [ ] l’objet a été essayé devant les deux lieux
- [ ] les accessoires sont au complet
- [ ] l’inventaire est à jour

Fait en deux exemplaires, le …`,
  },
  {
    fields: {
      title: 'Occupation d’un local communal (modèle)',
      kind: 'lease',
      state: 'draft',
      tags: ['convention', 'modèle', 'commune', 'salle'],
    },
    markdown: `*Convention d’occupation précaire entre une commune et une association.*

1. **Le local** : adresse, surface, pièces, état des lieux joint.
2. **La durée** : un an, renouvelable ; préavis de trois mois.
3. **La redevance** : gratuite, ou … € par mois, charges comprises ou non.
4. **L’usage** : activités de l’association, ouvertes au public … heures par semaine.
5. **Les travaux** : à la charge de …, après accord écrit.
6. **L’assurance** : attestation remise chaque année.

À vérifier avec la commune : accessibilité, effectif maximal, sécurité incendie.`,
  },
  {
    fields: {
      title: 'Tête dans le guidon : pourquoi documenter quand même',
      kind: 'testimony',
      state: 'stable',
      tags: ['documentation'],
    },
    markdown: `> En arrivant à ce poste, rien d’écrit sur ce qui s’y faisait avant. Il a fallu chercher, et refaire.

Nos schémas tiennent souvent sur des feuilles volantes. Nous sommes nombreux à manquer de temps, à trouver les outils peu engageants, ou à crouler sous les informations.

Et pourtant :

- ne pas réinventer l’eau tiède à chaque action ;
- laisser les gens apprendre et comprendre à leur rythme ;
- partager ses trouvailles **et** ses erreurs ;
- laisser une trace à ceux qui viendront.

La documentation est aussi un outil d’accueil : la rendre claire, c’est ouvrir la porte à qui arrive.`,
  },
  {
    fields: {
      title: 'Transmettre un poste d’animation',
      kind: 'how-to',
      state: 'draft',
      tags: ['documentation', 'animation'],
    },
    markdown: `À commencer trois mois avant le départ, une heure par semaine.

## À laisser par écrit

- [ ] la semaine type, heure par heure
- [ ] les clés, les alarmes, les contrats
- [ ] qui appeler quand cela tombe en panne
- [ ] les rendez-vous de l’année
- [ ] ce qui a été essayé et n’a pas marché

## À faire à deux

Une ouverture, une fermeture, un atelier, une réunion. La personne qui arrive tient le stylo.`,
  },
  {
    fields: {
      title: 'Animer une visio quand les connexions sont faibles',
      kind: 'how-to',
      state: 'stable',
      tags: ['visio', 'animation'],
    },
    markdown: `La moitié des participants a un débit faible : on prévoit pour eux d’abord.

1. Envoyer les documents la veille, pour qu’ils soient déjà là.
2. Commencer sans vidéo. L’allumer deux minutes, pour se voir, puis la couper.
3. Lire à voix haute ce qui s’écrit dans la discussion.
4. Une personne prend les notes ; une autre distribue la parole.
5. Finir à l’heure, et donner un moyen de participer après coup.

Un tour de *météo des humeurs* suffit pour commencer : un mot chacun.`,
  },
  {
    fields: {
      title: 'Inscrire son lieu sur Movilab',
      kind: 'how-to',
      state: 'stable',
      tags: ['documentation', 'réseau'],
    },
    markdown: `[Movilab](https://movilab.org/wiki/Accueil) est un wiki : qui est connecté peut écrire et améliorer.

1. Créer un compte.
2. Chercher son lieu dans l’annuaire : il y est peut-être déjà.
3. Créer ou corriger sa fiche : commune, horaires, services, site.
4. Ajouter un lien vers ses propres pages.
5. Revenir une fois par an : une fiche fausse est pire que pas de fiche.

Avant de publier : a-t-on le droit ? Ni données personnelles, ni photos de personnes sans leur accord.`,
  },
  {
    fields: {
      title: 'Demi-journée de partage entre réseaux',
      kind: 'event',
      state: 'draft',
      tags: ['échanges', 'réseau', 'événement'],
    },
    markdown: `Chaque mois, une demi-journée pour se dire ce qui se prépare.

## Déroulé

- 9 h : café, tour des humeurs
- 9 h 30 : ce que chacun partage, ce que chacun cherche
- 10 h 30 : un sujet de fond
- 12 h : repas partagé

## À apporter

Une vignette « je partage », une vignette « je cherche », et de quoi manger.`,
  },
  {
    fields: {
      title: 'Nos envies pour la suite',
      kind: 'other',
      state: 'debated',
      tags: ['communs', 'financement', 'réseau'],
    },
    markdown: `## Nos besoins

- des fonds : pour embaucher, pour faire la fête, pour durer ;
- un lieu plus grand ;
- des modèles de statuts, de chartes, de conventions, de baux ;
- des ateliers de gestion, une gestion financière mutualisée ;
- des idées pour l’accueil des coworkers.

## Quoi faire ensemble ?

- un serveur de stockage local, commun à tous ;
- une plateforme de ressources pour les tiers-lieux ruraux ;
- des rencontres ouvertes au public, et une bonne tablée ;
- expérimenter un revenu contributif ;
- des communs, libres et ouverts.

*En débat : par quoi commencer ?*`,
  },
]

export const frenchExample: ExampleContent = {
  spaceName: 'Tiers-lieux de Drôme et d’Ardèche (exemple)',
  places,
  pages,
  resources: [...material, ...immaterial, ...projects, ...others],
}
