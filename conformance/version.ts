/** The version of the kit, which is that of the package. */
export const KIT_VERSION = '0.1.0';
