/**
 * What the canvas, its tools and the panels of the layout editor share.
 *
 * Points are `[east, north]` in metres; drawings are in metres too, y down as in all of SVG.
 * @module
 */

/** @typedef {import("./geometry/things.js").Point} Point */
/** @typedef {import("./geometry/things.js").Plan} Plan */
/** @typedef {import("./geometry/things.js").Thing} Thing */
/** @typedef {import("./geometry/things.js").Change} Change */
/** @typedef {import("./geometry/things.js").Placed} Placed */
/** @typedef {import("./geometry/things.js").DrawnKind} DrawnKind */
/** @typedef {import("./geometry/snapping.js").Guide} Guide */
/** @typedef {{what: string, count: number}} Label */
/** @typedef {{state: "saved" | "saving" | "offline" | "conflict", waiting: number, savedAt: Date | string | number | null}} Status */
/**
 * @typedef {object} Conflict
 * @property {string} kind
 * @property {string} id
 * @property {any} base
 * @property {any} mine
 * @property {any} theirs
 * @property {string} author
 * @property {string} at
 */
/**
 * The draft as `editing/store.js` keeps it.
 * @typedef {EventTarget & {
 *   plan: any, canUndo: boolean, canRedo: boolean, status: Status, conflicts?: Conflict[],
 *   find: (kind: any, id: string) => any,
 *   apply: (changes: Change[], label: Label) => unknown,
 *   undo: () => unknown, redo: () => unknown,
 *   resolve: (choices: {kind: string, id: string, keep: "mine" | "theirs"}[]) => unknown,
 * }} Store
 */
/**
 * What the canvas gives a tool.
 * @typedef {object} Context
 * @property {Store} store
 * @property {string} level id of the level on show
 * @property {Map<string, Thing>} selection things by their keys, "kind/id"
 * @property {(keys: Iterable<string>) => void} select
 * @property {(point: Point, except?: Iterable<string>) => {x_m: number, y_m: number, guides: Guide[]}} snap
 * @property {(points: readonly Point[], east_m: number, north_m: number, except: Iterable<string>) =>
 *   {x_m: number, y_m: number, guides: Guide[]}} snapMove
 * @property {(changes: Change[], label: {what: string, count: number}) => void} apply do it, and tell which ranges lose their place
 * @property {SVGGElement} overlay above the plan, in metres, y down
 * @property {SVGGElement} underlay below the plan
 * @property {(event: MouseEvent) => Point} toMetres
 * @property {number} px_m metres that a pixel is
 * @property {{tag: string, zone: string}} clocks the language and the library's time zone
 * @property {(text: string) => void} announce
 * @property {(tool: string) => void} choose go on with another tool
 * @property {(changes: readonly Change[] | null) => void} preview draw things as changes would have them; null as they are
 * @property {(event: Event) => string | null} keyAt what lies under a pointer
 * @property {(event: MouseEvent) => string | null} selectedAt what is selected and lies there, be it below other things
 * @property {boolean} adding whether what is tapped joins what is selected, as with shift
 * @property {(key: string) => boolean} isLocked
 * @property {(keys: Iterable<string>, locked: boolean) => void} setLocked
 * @property {(key: string, params?: Record<string, string | number>) => string} say
 * @property {string} tag BCP 47 of the page's language
 */
/**
 * @typedef {object} Tool
 * @property {string} id
 * @property {(ctx: Context) => void} [begin] when it is chosen
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerDown
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerMove
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerUp
 * @property {(ctx: Context, event: KeyboardEvent) => boolean} key whether it was for the tool
 * @property {(ctx: Context) => void} cancel
 * @property {(ctx: Context) => void} end when another one is chosen
 * @property {boolean} [canFinish] whether Enter would close what is drawn
 * @property {boolean} [follows] whether it takes all of a pointer's way and not only its taps
 * @property {(ctx: Context, p: Point, event: PointerEvent) => boolean} [pans] whether a finger that
 *   begins here moves the plan instead
 */
export {};
