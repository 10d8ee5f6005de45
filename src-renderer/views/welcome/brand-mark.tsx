/** The mesh of four places around a fifth: the drawing of resources/icon.svg. */
export function BrandMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 512 512" aria-hidden="true">
      <rect width="512" height="512" rx="116" fill="#1f5f56" />
      <g fill="none" stroke="#f6e9d2" strokeWidth="26" strokeLinecap="round" strokeLinejoin="round">
        <path d="M120 372 V164 L256 300 L392 164 V372" />
        <path d="M120 164 H392" strokeOpacity=".45" />
        <path d="M120 372 L256 300 L392 372" strokeOpacity=".45" />
      </g>
      <g fill="#f6e9d2">
        <circle cx="120" cy="164" r="36" />
        <circle cx="392" cy="164" r="36" />
        <circle cx="120" cy="372" r="36" />
        <circle cx="392" cy="372" r="36" />
      </g>
      <circle cx="256" cy="300" r="44" fill="#e8985e" />
    </svg>
  )
}
