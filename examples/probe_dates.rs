use std::io::BufRead;
use presend::language::Language;
use presend::value::when::*;
fn d(x:&DateSaid)->String{format!("{}{}-{}-{}{}",x.weekday.map_or(String::new(),|w|format!("w{w} ")),x.year.map_or("?".into(),|v|v.to_string()),x.month.map_or("?".into(),|v|v.to_string()),x.day.map_or("?".into(),|v|v.to_string()),if x.ambiguous{" amb"}else{""})}
fn t(x:&TimeSaid)->String{format!("{:02}:{:02}{}",x.hour,x.minute,if x.unsure{"?"}else{""})}
fn main(){
 let en=std::env::args().any(|a|a=="en");
 for line in std::io::stdin().lock().lines(){let line=line.unwrap();
  let ws=scan(&line,if en{Language::En}else{Language::Fr},en&&std::env::args().any(|a|a=="us"));
  println!("{line}");
  for w in ws{ let mut s=format!("    «{}»",&line[w.range.clone()]);
   if let Some(x)=&w.date{s+=&format!(" DATE {}",d(x));} for x in &w.other_dates{s+=&format!(" {} {}",if w.date_range{".."}else{"+"},d(x));}
   if let Some(x)=&w.time{s+=&format!(" TIME {}",t(x));} if let Some(x)=&w.until{s+=&format!("–{}",t(x));}
   if let Some(x)=&w.zone{s+=&format!(" ZONE {:?} «{}»",x.0,&line[x.1.clone()]);} if let Some(x)=&w.other_zone{s+=&format!(" ZONE2 {:?}",x.0);}
   if let Some(x)=&w.relative{s+=&format!(" REL {:?} «{}»",x.0,&line[x.1.clone()]);} if let Some(x)=&w.duration{s+=&format!(" DUR {}",x.0);}
   println!("{s}");}
 }}
