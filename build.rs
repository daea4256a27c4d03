//! Names the folders that the build reads besides the source, so that a new file in one of them is noticed.
//! All three stand in the tree: a folder that is missing would make every build a full one.

fn main() {
    for folder in ["migrations", "locales", "data"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
