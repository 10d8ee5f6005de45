import type { ExampleContent, ExampleResource } from './example.ts'

/*
 * From what third places of Drôme and Ardèche told each other in April 2020. No person is named. A translation of example.fr.ts.
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
    name: 'Computers for the children’s centre',
    description: 'Computers lent by a place to the children’s centre, for as long as school was at home.',
    state: 'lent',
    tags: ['computers', 'children'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Computer equipment to pool',
    description: 'To be looked into with the digital organisations of the area: what, when, for whom?',
    tags: ['computers', 'pooling'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: '3D-printed visors',
    description: 'A printed headband and a transparent sheet. The validated model is in the page “Making a visor”.',
    tags: ['visors', '3D printing'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Computers for the care centre in Saint-Jean',
    description: 'Computers lent to the centre that was open during the epidemic.',
    state: 'lent',
    tags: ['computers', 'health'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Workshops and activities for children’s centres',
    description: 'Workshop kits lent with their instructions: an activity can be run without us.',
    tags: ['activities', 'children'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Furniture lent by the municipality',
    description: 'Tables, chairs and shelves to host citizens’ initiatives.',
    tags: ['furniture', 'municipality'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Shared printers and scanners',
    description: 'One set of printers and scanners serves several associations.',
    conditions: 'Everyone brings their own paper.',
    tags: ['computers', 'associations'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Exchange of raw material between makers',
    description: 'Filament, sheets, screws: what sleeps at one place helps another.',
    tags: ['raw material', 'makers'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: '3D printer to produce visors',
    description: 'Made available during the solidarity production.',
    tags: ['3D printing', 'visors'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Second place of Le Repère',
    description: 'Le Repère is opening a second place, which could be lent.',
    tags: ['room'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Visors given out',
    description: 'More than 400 visors made and given out.',
    quantity: 400,
    tags: ['visors'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Two 3D printers and five computers',
    description: 'Two 3D printers shared with makers who had none, and five unused computers with schoolchildren.',
    state: 'lent',
    tags: ['3D printing', 'computers'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Room for choir rehearsals',
    description: 'The place is lent for rehearsals.',
    conditions: 'Book the day before; put the chairs back.',
    tags: ['room', 'music'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Material for laser cutting or 3D printing',
    description: 'Plywood and acrylic offcuts, ends of spools.',
    tags: ['raw material', 'laser cutting', '3D printing'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Sewn masks',
    description:
      'Mask making: 1,400 handed to the town hall of Saint-Laurent. For this order, the people who sew are paid €3 per mask.',
    quantity: 1400,
    tags: ['sewing', 'masks'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Video projector',
    description: 'Lent between places and neighbouring associations.',
    conditions: 'Return it in its case, with the cable and the remote control.',
    quantity: 1,
    tags: ['projection'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Badge holders',
    description: 'For meetings and open days.',
    tags: ['event'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Requests shared out by equipment',
    description: 'A request reaches one place, and goes to the one that has the right machine.',
    tags: ['pooling', 'makers'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Free printing of travel certificates',
    description: 'For people who have no printer.',
    state: 'retired',
    tags: ['printing'],
    placeIndex: null,
  },
  {
    category: 'material',
    name: 'Printing on demand',
    description: 'Administrative papers, files: we print for those who need it.',
    tags: ['printing'],
    placeIndex: null,
  },
]

const immaterial: ExampleResource[] = [
  {
    category: 'immaterial',
    name: 'Plans for digital fabrication',
    description: 'Source files and dimensions, to reuse and correct.',
    tags: ['plans', 'digital fabrication'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Opening the place to a citizens’ project',
    description: 'An authorisation to open the doors, to be reused for other projects.',
    tags: ['welcome', 'agreement'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Conversations and creative challenges between places',
    description: 'Fruitful conversations with the other third places, and challenges to take up together.',
    tags: ['exchanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Collective intelligence tools',
    description: 'Speaking rounds, mood forecast, notes in four columns: what it takes to run a meeting.',
    tags: ['activities'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'A video call every two weeks',
    description: 'To keep in touch with the regulars of a place.',
    tags: ['video calls', 'exchanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Showcase site for the shops and craftspeople of Crest',
    description: 'Online documentation helps each of them fill in their own page; time goes to those who need help.',
    tags: ['website', 'shops'],
    placeIndex: EPI_CENTRE,
  },
  {
    category: 'immaterial',
    name: 'Remote digital help sessions',
    description: 'Video sessions on collaborative tools and on making a website.',
    tags: ['video calls', 'digital inclusion'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Web services and content management for makers',
    description: 'Shared hosting and publishing tools.',
    tags: ['website', 'makers'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Philosophy cafés, psychology cafés, film club',
    description: 'Formats that travel from one place to the next.',
    tags: ['activities', 'culture'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Meetings about everyday difficulties',
    description: 'We talk about what is stuck, without trying to shine.',
    tags: ['exchanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'A video café every week',
    description: 'One hour, open to all; to prepare it, see the page about weak connections.',
    tags: ['video calls', 'exchanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Learning digital fabrication from 5 to 100',
    description: 'Resources for learning on one’s own.',
    tags: ['digital fabrication', 'learning'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Materials and recordings of the activities',
    description: 'All the materials and recordings of the activities of Moulin Digital are online.',
    tags: ['activities', 'digital inclusion'],
    placeIndex: MOULIN_DIGITAL,
  },
  {
    category: 'immaterial',
    name: 'Exchange of information between entrepreneurs',
    description: 'Becoming known to each other, from one coworking space to another.',
    tags: ['coworking', 'exchanges'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Mutual help on digital solidarity',
    description: 'Exchanges around the national platform: who answers what, and how.',
    tags: ['digital inclusion'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Networking and sharing contacts',
    description: 'With everyone’s agreement, and only what is needed to get in touch.',
    tags: ['exchanges', 'contacts'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Organising the production of visors',
    description: 'A platform to share out requests, machines and deliveries.',
    state: 'retired',
    tags: ['visors', 'pooling'],
    placeIndex: null,
  },
  {
    category: 'immaterial',
    name: 'Validated 2D and 3D models',
    description: 'Files tried on a real machine before they are shared.',
    tags: ['plans', '3D printing', 'laser cutting'],
    placeIndex: null,
  },
]

const projects: ExampleResource[] = [
  {
    category: 'project',
    name: 'Coworking discovery pass',
    description: 'Try several spaces with a single card.',
    tags: ['coworking'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Support for shops',
    description: 'An online support fund, and money boxes in the shops.',
    tags: ['shops', 'funding'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Making commons',
    description: 'What each of us does alone can serve everyone.',
    tags: ['commons'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Setting up activities',
    description: 'Exchanges between places that open and places that have already tried.',
    tags: ['exchanges', 'activities'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Future activities',
    description: 'Animated film celebration, digital and manga festival, treasure hunt.',
    tags: ['festival', 'activities'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Joint projects between members of coworking spaces',
    description: 'Festival, graphic design: we pass on information and work together.',
    tags: ['coworking', 'festival'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Workshops on the trades of cinema',
    description: 'Discovering sound, image and editing.',
    tags: ['cinema', 'learning'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Solidarity visors in Drôme and Ardèche',
    description: 'The makers of both departments produce together.',
    tags: ['visors', 'makers'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'A place to sell local products',
    description: 'A corner of the place for the producers nearby.',
    tags: ['shops', 'short supply chain'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Industrial production of visors',
    description: 'From printing to moulding, in the Drôme valley.',
    tags: ['visors'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Events built with associations',
    description: 'Partner associations decide on the programme together with the place.',
    tags: ['event', 'associations'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: 'Digital pass workshops',
    description: 'Hands-on workshops, paid for with the digital pass.',
    tags: ['digital inclusion', 'learning'],
    placeIndex: null,
  },
  {
    category: 'project',
    name: '3D parts for the hospital in Montélimar',
    description: 'Printing parts to repair machines.',
    tags: ['3D printing', 'health', 'repair'],
    placeIndex: null,
  },
]

const others: ExampleResource[] = [
  {
    category: 'other',
    name: 'Monthly half-day between the two networks',
    description: 'La Trame 07 and Cédille share their news for half a day every month.',
    tags: ['exchanges', 'network'],
    placeIndex: TRAME,
  },
  {
    category: 'other',
    name: 'Chat of the Cédille meetings',
    description: 'To go on talking between two meetings.',
    tags: ['exchanges', 'network'],
    placeIndex: CEDILLE,
  },
  {
    category: 'other',
    name: 'Video calls of the Cédille network',
    description: 'Open to the places that wish to take part.',
    tags: ['video calls', 'network'],
    placeIndex: CEDILLE,
  },
  {
    category: 'other',
    name: 'Presentation of screen-sharing tools',
    description: 'Several tools tried together, with their faults.',
    tags: ['video calls', 'digital inclusion'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'Presentation of a voice chat',
    description: 'For those who do not have enough bandwidth for video.',
    tags: ['video calls'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'A large place to buy together',
    description: 'To host third places and associations, and to pool finances, administration and a theatre.',
    tags: ['pooling', 'funding'],
    placeIndex: null,
  },
  {
    category: 'other',
    name: 'Articles about hobbies',
    description: 'Written for the regulars of the place, to be reviewed and completed.',
    tags: ['culture'],
    placeIndex: null,
  },
]

const pages: ExampleContent['pages'] = [
  {
    fields: {
      title: 'Video café of 28 April 2020: sharing our resources',
      kind: 'minutes',
      state: 'stable',
      tags: ['exchanges', 'network', 'video calls'],
    },
    markdown: `Twenty-four people online, invited by the networks of Drôme and Ardèche. One hour: thirty minutes on resources, thirty minutes on documentation.

## What we already share

Some sixty notes, in four columns:

- **material**: computers, 3D printers, video projectors;
- **immaterial**: facilitation tools, meetings, experience;
- **projects**: across the network and the surrounding areas;
- **other**: times to get together.

They are all in the inventory.

## What we need

Money comes first, with the idea of a shared fund. Documents come up several times: charter, statutes, agreement, lease. People expect a *common pot of information*, and to meet.

## Documenting

A wiki lets everyone enrich what is already written. Some of its contents are stable; some are hot topics, still debated.

## Next

- [x] Write up the notes
- [ ] Propose a date for a documentation workshop
- [ ] Gather the templates of charters and statutes`,
  },
  {
    fields: {
      title: 'Setting up a 3D printer before a long print',
      kind: 'how-to',
      state: 'stable',
      tags: ['3D printing', 'repair'],
    },
    markdown: `Ten minutes of care save a lost night.

## You need

- a sheet of ordinary paper;
- a soft cloth and household alcohol;
- the filament that will be used.

## Steps

1. Clean the bed, then heat it to printing temperature.
2. Bring the nozzle above each corner. The sheet must slide with a slight rub.
3. Check the belts: they sound like a string, without being hard.
4. Print a square of a single layer. The lines touch without being crushed.
5. Stay for the first layer. Only then leave.

## When it does not stick

> The first layer comes off? Nine times out of ten, the bed is greasy.

If the filament pops, it is damp: four hours in the dry, at 45 °C, and start again.`,
  },
  {
    fields: {
      title: 'Making a visor',
      kind: 'how-to',
      state: 'stable',
      tags: ['visors', '3D printing', 'health'],
    },
    markdown: `A printed headband, a punched transparent sheet, an elastic.

## For one visor

- 30 g of filament, an hour and a half of printing;
- a transparent A4 binding cover;
- 20 cm of elastic or inner tube.

## Steps

1. Take the validated model, without resizing it.
2. Print without support, in layers of 0.3 mm.
3. Smooth the edge that touches the forehead.
4. Punch the sheet in four points and clip it on.
5. Clean, put in a bag, note the date.

A visor does not replace a mask: it comes on top. Before giving any out, check the rules in force.`,
  },
  {
    fields: {
      title: 'Lending equipment between places, step by step',
      kind: 'how-to',
      state: 'draft',
      tags: ['pooling', 'agreement'],
    },
    markdown: `1. Add the item to the inventory, with a picture and its lending conditions.
2. When it is lent, set its state to **lent** and write to whom in the description.
3. For a valuable item, fill in the lending agreement.
4. When it comes back, try it *with* the person who returns it.
5. If it is damaged, simply say so: state **broken**, and a page for the repair.

What helps: a box with the list of what it holds, stuck under the lid.`,
  },
  {
    fields: {
      title: 'Charter of a third place (template)',
      kind: 'charter',
      state: 'debated',
      tags: ['governance', 'template'],
    },
    markdown: `*A template to adapt: keep what is like you, remove the rest.*

## What we are

An open place, where people work, learn, repair and meet. Everyone is welcome as they are.

## What we hold dear

- **Welcome**: a person who comes in is greeted, and shown around.
- **Commons**: what is made here is documented for those who follow.
- **Care**: for people, tools and neighbours.
- **Sobriety**: repair before buying, borrow before repairing alone.

## What we do when something is stuck

First we talk about it between two, then with a third person, then in a meeting. Nobody is excluded without having been heard.

## Under debate

Should there be a rule about commercial activities? Two versions exist; the next meeting will choose.`,
  },
  {
    fields: {
      title: 'Statutes of an association for a third place (template)',
      kind: 'statutes',
      state: 'draft',
      tags: ['governance', 'template', 'associations'],
    },
    markdown: `*A starting point under French law, to be reviewed by someone competent before it is filed.*

## Article 1: name

An association governed by the law of 1 July 1901 is founded, named: …

## Article 2: purpose

To run a third place in the municipality of …: a place for shared work, learning, making and culture.

## Article 3: members

Members are the people, and the organisations, who adhere to the charter and pay their dues.

## Article 4: board

The association is run by a board of three to nine members, elected for two years. The board decides by consent; failing that, by a majority of two thirds.

## Article 5: resources

Dues, grants, donations, sales and services in keeping with the purpose.

## Article 6: dissolution

The assets go to a non-profit organisation with a similar purpose.`,
  },
  {
    fields: {
      title: 'Agreement for lending equipment (template)',
      kind: 'convention',
      state: 'stable',
      tags: ['agreement', 'template', 'pooling'],
    },
    markdown: `**Between** the lending place: … **and** the borrowing place: …

## Item lent

Description, number, condition when it leaves, accessories (with pictures).

## Duration

From … to …. An extension is asked for three days before the end.

## Use

The borrower uses the item for its own activities, does not lend it in turn, and follows the instructions enclosed.

## Insurance and repair

The borrower insures the item for a value of €…. If it breaks down, they say so the same day; the two places decide together what comes next.

## When it comes back

- [ ] the item was tried in front of both places
- [ ] the accessories are complete
- [ ] the inventory is up to date

Made in two copies, on …`,
  },
  {
    fields: {
      title: 'Use of a municipal building (template)',
      kind: 'lease',
      state: 'draft',
      tags: ['agreement', 'template', 'municipality', 'room'],
    },
    markdown: `*Temporary occupancy agreement between a municipality and an association.*

1. **The premises**: address, area, rooms, inventory of fixtures enclosed.
2. **The duration**: one year, renewable; three months’ notice.
3. **The fee**: free, or €… a month, charges included or not.
4. **The use**: activities of the association, open to the public … hours a week.
5. **The works**: paid for by …, after written agreement.
6. **The insurance**: a certificate handed over every year.

To check with the municipality: accessibility, maximum number of people, fire safety.`,
  },
  {
    fields: {
      title: 'Head down: why document all the same',
      kind: 'testimony',
      state: 'stable',
      tags: ['documentation'],
    },
    markdown: `> On arrival in this post, nothing written about what was done before. It had to be looked for, and done again.

Our diagrams are often on loose sheets. Many of us lack time, find the tools uninviting, or are buried in information.

And yet:

- not to reinvent the wheel each time;
- to let people learn and understand at their own pace;
- to share findings **and** mistakes;
- to leave a trace for those who will come.

Documentation is also a way to welcome: making it clear opens the door to whoever arrives.`,
  },
  {
    fields: {
      title: 'Handing over a facilitator’s post',
      kind: 'how-to',
      state: 'draft',
      tags: ['documentation', 'activities'],
    },
    markdown: `To begin three months before leaving, an hour a week.

## To leave in writing

- [ ] the typical week, hour by hour
- [ ] keys, alarms, contracts
- [ ] whom to call when something breaks down
- [ ] the appointments of the year
- [ ] what was tried and did not work

## To do together

One opening, one closing, one workshop, one meeting. The person who arrives holds the pen.`,
  },
  {
    fields: {
      title: 'Running a video call when connections are weak',
      kind: 'how-to',
      state: 'stable',
      tags: ['video calls', 'activities'],
    },
    markdown: `Half of the people have little bandwidth: plan for them first.

1. Send the documents the day before, so that they are already there.
2. Begin without video. Turn it on for two minutes, to see each other, then off.
3. Read out what is written in the chat.
4. One person takes notes; another gives the floor.
5. End on time, and offer a way to take part afterwards.

A round of *mood forecast* is enough to begin: one word each.`,
  },
  {
    fields: {
      title: 'Listing one’s place on Movilab',
      kind: 'how-to',
      state: 'stable',
      tags: ['documentation', 'network'],
    },
    markdown: `[Movilab](https://movilab.org/wiki/Accueil) is a wiki: whoever is logged in may write and improve.

1. Create an account.
2. Look for your place in the directory: it may already be there.
3. Create or correct its page: municipality, opening hours, services, website.
4. Add a link to your own pages.
5. Come back once a year: a wrong page is worse than no page.

Before publishing: are we allowed to? No personal data, no pictures of people without their agreement.`,
  },
  {
    fields: {
      title: 'Half-day of sharing between networks',
      kind: 'event',
      state: 'draft',
      tags: ['exchanges', 'network', 'event'],
    },
    markdown: `Every month, half a day to tell each other what is coming.

## Programme

- 9:00: coffee, mood round
- 9:30: what each one shares, what each one looks for
- 10:30: one topic in depth
- 12:00: shared meal

## To bring

One note “I share”, one note “I look for”, and something to eat.`,
  },
  {
    fields: {
      title: 'What we would like next',
      kind: 'other',
      state: 'debated',
      tags: ['commons', 'funding', 'network'],
    },
    markdown: `## What we need

- funds: to hire, to celebrate, to last;
- a larger place;
- templates of statutes, charters, agreements, leases;
- management workshops, pooled bookkeeping;
- ideas to welcome coworkers.

## What to do together?

- a local storage server, common to all;
- a resource platform for rural third places;
- meetings open to the public, and a good meal;
- trying out a contributory income;
- commons, free and open.

*Under debate: where to begin?*`,
  },
]

export const englishExample: ExampleContent = {
  spaceName: 'Third places of Drôme and Ardèche (example)',
  places,
  pages,
  resources: [...material, ...immaterial, ...projects, ...others],
}
